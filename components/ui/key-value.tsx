import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export type KeyValueItem = { key: string; label: ReactNode; value: ReactNode };

const grids = {
  2: "gap-x-8 @md:grid-cols-2",
  3: "gap-x-8 @md:grid-cols-2 @3xl:grid-cols-3",
  4: "gap-x-8 @md:grid-cols-2 @4xl:grid-cols-4",
  /** Numbers stand side by side on a phone, too. */
  numbers: "grid-cols-2 gap-x-4 @md:gap-x-8 @4xl:grid-cols-4",
} as const;

/** Labels and values in columns, as many as fit. An absent value is shown as a dash. */
export function KeyValue({
  items,
  columns = 3,
  className,
}: {
  items: readonly KeyValueItem[];
  columns?: keyof typeof grids | undefined;
  className?: string | undefined;
}) {
  return (
    <div className={classes("@container", className)}>
      <dl className={classes("grid gap-y-4", grids[columns])}>
        {items.map((item) => (
          <div key={item.key} className="min-w-0 border-l border-line pl-4">
            <dt className="text-sm text-muted">{item.label}</dt>
            <dd className="mt-0.5">{item.value ?? "–"}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
