import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { CopyButton } from "./copy-button.tsx";

type CodeBlockProps = {
  /** The exact text shown and copied. */
  code: string;
  /** Names the block: a file name, "AWS CLI". */
  title: string;
  copyLabel: string;
  copiedLabel: string;
  failedLabel: string;
  className?: string | undefined;
};

/** Code to copy. It scrolls sideways rather than wrap, and can be scrolled by keyboard. */
export function CodeBlock({ code, title, copyLabel, copiedLabel, failedLabel, className }: CodeBlockProps) {
  return (
    <figure className={classes("overflow-hidden rounded-control border border-line bg-sunken", className)}>
      <figcaption className="flex items-center justify-between gap-2 border-b border-line py-0.5 pr-1 pl-3 text-sm font-medium text-muted">
        <span className="min-w-0 truncate">{title}</span>
        <CopyButton text={code} label={copyLabel} copiedLabel={copiedLabel} failedLabel={failedLabel} />
      </figcaption>
      <section
        aria-label={title}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolling by keyboard needs focus (axe: scrollable-region-focusable)
        tabIndex={0}
        className="max-h-96 overflow-auto px-3 py-2.5 [scrollbar-width:thin] focus-visible:-outline-offset-2"
      >
        <pre translate="no" className="font-mono text-sm">
          <code>{code}</code>
        </pre>
      </section>
    </figure>
  );
}

/** A literal inside running text: an option, a value, an ARN. */
export function InlineCode({ children }: { children: ReactNode }) {
  return (
    <code translate="no" className="rounded-sm bg-neutral-soft px-1 py-px font-mono text-[0.92em]">
      {children}
    </code>
  );
}
