import { classes } from "#components/ui/classes.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { SORT_KEYS } from "#lib/imds/environment-filter.ts";
import { columnClass } from "./column-classes.ts";
import styles from "./environments-table.module.css";

/** The place of a row on its way, as tall as the rows around it. */
export function SkeletonRow({ index, top, height }: { index: number; top?: number; height: number }) {
  const place = top === undefined ? { height } : { height, transform: `translateY(${top}px)` };
  return (
    <div
      aria-hidden="true"
      style={place}
      className={classes(styles["row"], "border-b border-line", top !== undefined && "absolute inset-x-0 top-0")}
    >
      {SORT_KEYS.map((column, at) => (
        <div key={column} className={columnClass(column)}>
          <Skeleton className={classes("my-0.5", ["w-4/5", "w-3/5", "w-2/3", "w-1/2"][(index + at) % 4])} />
        </div>
      ))}
    </div>
  );
}
