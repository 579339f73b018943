"use client";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

/** The scrolling frame of a table: a named region, so that it can be reached and scrolled by keyboard. */
export function TableFrame({ label, className, ...rest }: ComponentProps<"div"> & { label: string }) {
  return (
    <section
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolling by keyboard needs focus (axe: scrollable-region-focusable)
      tabIndex={0}
      {...rest}
      className={classes(
        "@container overflow-auto [scrollbar-width:thin] focus-visible:-outline-offset-2 print:max-h-none print:overflow-visible",
        className,
      )}
    />
  );
}

/** A semantic table; separate borders, because collapsed ones do not stick with a sticky header. */
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return <table {...rest} className={classes("w-full border-separate border-spacing-0 text-left", className)} />;
}

/** The header, sticky in its TableFrame. */
export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead {...rest} className={classes("sticky top-0 z-10 bg-sunken print:static", className)} />;
}

export const TableBody = (props: ComponentProps<"tbody">) => <tbody {...props} />;

/** A row; `selected` tints it and says so. */
export function TableRow({ selected, className, ...rest }: ComponentProps<"tr"> & { selected?: boolean | undefined }) {
  return (
    <tr
      {...rest}
      {...(selected === undefined ? {} : { "aria-selected": selected })}
      className={classes("group/row", selected ? "bg-selected" : "hover:bg-hover", className)}
    />
  );
}

type SortDirection = "ascending" | "descending" | "none";

const headerCell =
  "border-b border-line bg-sunken px-3 text-sm font-semibold text-muted whitespace-nowrap first:pl-4 last:pr-4";

type HeaderCellProps = Omit<ComponentProps<"th">, "align"> & {
  /** `undefined`: this column cannot be sorted by. */
  sort?: SortDirection | undefined;
  onSort?: (() => void) | undefined;
  align?: "start" | "end" | undefined;
};

/** A column's header; with `sort` and `onSort` it holds a button and says its `aria-sort`. */
export function HeaderCell({ sort, onSort, align = "start", className, children, ...rest }: HeaderCellProps) {
  const end = align === "end" && "text-right";
  if (sort === undefined) {
    return (
      <th scope="col" {...rest} className={classes(headerCell, "py-2", end, className)}>
        {children}
      </th>
    );
  }
  const Icon = sort === "ascending" ? ArrowUp : sort === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <th scope="col" {...rest} aria-sort={sort} className={classes(headerCell, end, className)}>
      <button
        type="button"
        onClick={onSort}
        className={classes(
          "group/sort -mx-1.5 inline-flex min-h-9 items-center gap-1 rounded-control px-1.5 font-semibold hover:text-ink focus-visible:-outline-offset-2",
          sort !== "none" && "text-ink",
        )}
      >
        {children}
        <Icon
          aria-hidden="true"
          className={classes("size-3.5 shrink-0", sort === "none" && "opacity-60 group-hover/sort:opacity-100")}
        />
      </button>
    </th>
  );
}

const cell = "h-9 border-b border-line px-3 py-1 align-middle first:pl-4 last:pr-4";

/** A cell. `truncate` keeps it to one line with an ellipsis. */
export function Cell({
  align = "start",
  truncate,
  className,
  ...rest
}: Omit<ComponentProps<"td">, "align"> & {
  align?: "start" | "end" | undefined;
  truncate?: boolean | undefined;
}) {
  return (
    <td
      {...rest}
      className={classes(cell, align === "end" && "text-right", truncate && "max-w-0 truncate", className)}
    />
  );
}

/** The cell that names its row. */
export function RowHeaderCell({ className, ...rest }: ComponentProps<"th">) {
  return <th scope="row" {...rest} className={classes(cell, "font-medium", className)} />;
}

/** One row over all columns, for "nothing here" and "loading"; as wide as the frame, however wide the table is. */
export function TableMessage({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr>
      <td colSpan={columns}>
        <div className="sticky left-0 w-[100cqw] px-4 py-8">{children}</div>
      </td>
    </tr>
  );
}
