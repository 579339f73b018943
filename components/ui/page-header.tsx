import type { ReactNode } from "react";

/** The page's title with its description and actions: the one h1. */
export function PageHeader({
  title,
  counter,
  description,
  actions,
}: {
  title: ReactNode;
  counter?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="text-2xl font-semibold tracking-tight">
          {title}
          {counter ? <span className="ml-2 text-xl font-normal text-muted">{counter}</span> : null}
        </h1>
        {description ? <div className="mt-1 max-w-3xl text-muted">{description}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}
