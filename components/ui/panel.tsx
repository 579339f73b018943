import type { ReactNode } from "react";
import { useId } from "react";
import { classes } from "./classes.ts";

type PanelProps = {
  /** Without a header the panel is only a surface. */
  header?: ReactNode;
  /** Stands behind the header, in grey: "(3/120)". */
  counter?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** The header's rank on the page. */
  level?: 2 | 3 | undefined;
  /** `false` lets a table reach the edges. */
  padded?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode;
};

/** A surface on the page with header, description, actions and footer; a named section where it has a header. */
export function Panel({
  header,
  counter,
  description,
  actions,
  footer,
  level = 2,
  padded = true,
  className,
  children,
}: PanelProps) {
  const id = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section
      {...(header ? { "aria-labelledby": id } : {})}
      className={classes("min-w-0 rounded-panel border border-line bg-surface shadow-panel", className)}
    >
      {header || actions ? (
        <div
          className={classes(
            "flex flex-wrap justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5",
            description ? "items-start" : "items-center",
            children ? "border-b border-line" : undefined,
          )}
        >
          <div className="min-w-0 flex-1 basis-40">
            {header ? (
              <Heading id={id} className={level === 2 ? "text-lg font-semibold" : "font-semibold"}>
                {header}
                {counter ? <span className="ml-1.5 font-normal text-muted">{counter}</span> : null}
              </Heading>
            ) : null}
            {description ? <div className="text-sm text-muted">{description}</div> : null}
          </div>
          {actions ? <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div> : null}
        </div>
      ) : null}
      {children ? <div className={padded ? "px-4 py-4 sm:px-5" : undefined}>{children}</div> : null}
      {footer ? (
        <div className="rounded-b-panel border-t border-line bg-sunken px-4 py-2.5 text-sm sm:px-5">{footer}</div>
      ) : null}
    </section>
  );
}
