import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** One matter: its title and the one line that is enough for most, unfolding to the rest. Native, so the browser's search finds it. */
export function AboutSection({
  title,
  summary,
  open,
  children,
}: {
  title: string;
  summary: ReactNode;
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details className="group/about" open={open}>
      <summary className="flex list-none items-start gap-2 px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2 sm:px-5 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="mt-0.5 size-4 shrink-0 text-muted transition-transform group-open/about:rotate-90"
        />
        <span className="min-w-0">
          <span className="block font-semibold">{title}</span>
          {summary === "" ? null : <span className="block text-sm text-muted">{summary}</span>}
        </span>
      </summary>
      <div className="px-4 pt-1 pb-4 sm:pr-5 sm:pl-11">{children}</div>
    </details>
  );
}
