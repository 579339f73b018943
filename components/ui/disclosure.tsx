import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** Something more, folded away. Native details: it works before any script and is found by the browser's search. */
export function Disclosure({
  summary,
  open,
  className,
  children,
}: {
  summary: ReactNode;
  open?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <details className={classes("group/disclosure", className)} open={open}>
      <summary className="-ml-1 inline-flex min-h-7 list-none items-center gap-1 rounded-control px-1 font-medium text-link hover:underline underline-offset-3 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 transition-transform group-open/disclosure:rotate-90"
        />
        {summary}
      </summary>
      <div className="pt-2 pl-5">{children}</div>
    </details>
  );
}
