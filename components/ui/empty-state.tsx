import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** What stands where there is nothing to list: why it is so, and what to do. */
export function EmptyState({
  icon,
  header,
  action,
  className,
  children,
}: {
  icon?: ReactNode;
  header: ReactNode;
  action?: ReactNode;
  className?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <div className={classes("mx-auto flex max-w-lg flex-col items-center gap-1 px-4 py-6 text-center", className)}>
      {icon ? <div className="mb-1 text-faint [&_svg]:size-7">{icon}</div> : null}
      <div className="font-semibold">{header}</div>
      {children ? <div className="text-muted">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
