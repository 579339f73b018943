import { classes } from "./classes.ts";

/** The row that holds tabs; it scrolls sideways where they do not fit. */
export const tabListClasses = "flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:thin]";

/** Gives the classes of one tab. */
export function tabClasses(active: boolean): string {
  return classes(
    "relative -mb-px shrink-0 border-b-2 px-3 py-2 text-base font-medium whitespace-nowrap focus-visible:-outline-offset-2 rounded-t-control",
    active ? "border-accent text-link" : "border-transparent text-muted hover:border-line-strong hover:text-ink",
  );
}
