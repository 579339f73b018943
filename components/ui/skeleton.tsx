import { classes } from "./classes.ts";

/** The place of something on its way; give it the size of what comes. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <span aria-hidden="true" className={classes("block h-4 animate-pulse rounded-sm bg-neutral-soft", className)} />
  );
}

/** Table rows on their way. */
export function SkeletonRows({ rows, columns }: { rows: number; columns: number }) {
  return Array.from({ length: rows }, (_row, row) => (
    <tr key={row} aria-hidden="true">
      {Array.from({ length: columns }, (_column, column) => (
        <td key={column} className="h-9 border-b border-line px-3 first:pl-4">
          <Skeleton className={["w-4/5", "w-3/5", "w-2/3", "w-1/2"][(row + column) % 4]} />
        </td>
      ))}
    </tr>
  ));
}
