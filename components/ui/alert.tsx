"use client";
import { CircleCheck, CircleX, Info, TriangleAlert, X } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { classes } from "./classes.ts";
import { Spinner } from "./spinner.tsx";

export type AlertKind = "info" | "success" | "warning" | "error" | "in-progress";

type Look = {
  icon: ComponentType<{ className?: string; "aria-hidden"?: "true" }> | null;
  box: string;
  ink: string;
};

const looks: Record<AlertKind, Look> = {
  info: { icon: Info, box: "bg-info-soft border-info/40", ink: "text-info" },
  success: { icon: CircleCheck, box: "bg-success-soft border-success/40", ink: "text-success" },
  warning: { icon: TriangleAlert, box: "bg-warning-soft border-warning/40", ink: "text-warning" },
  error: { icon: CircleX, box: "bg-error-soft border-error/40", ink: "text-error" },
  "in-progress": { icon: null, box: "bg-info-soft border-info/40", ink: "text-info" },
};

type AlertProps = {
  kind: AlertKind;
  header?: ReactNode;
  action?: ReactNode;
  onDismiss?: (() => void) | undefined;
  dismissLabel?: string | undefined;
  /** Spoken when it appears: set it on alerts that come after the page was shown. */
  live?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode;
};

/** A message in the flow of the page: what is so, and what can be done. */
export function Alert({ kind, header, action, onDismiss, dismissLabel, live, className, children }: AlertProps) {
  const look = looks[kind];
  const role = live ? (kind === "error" ? "alert" : "status") : undefined;
  return (
    <div
      role={role}
      className={classes(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-panel border px-3.5 py-2.5",
        look.box,
        className,
      )}
    >
      <span className={classes("mt-[0.1875rem]", look.ink)}>
        {look.icon === null ? <Spinner /> : <look.icon aria-hidden="true" className="size-4 shrink-0" />}
      </span>
      <div className="min-w-0 flex-1 basis-[min(14rem,calc(100%-2rem))]">
        {header ? <div className="font-semibold">{header}</div> : null}
        {children ? <div className="space-y-1">{children}</div> : null}
      </div>
      {action ? <div className="flex flex-wrap gap-2">{action}</div> : null}
      {onDismiss ? (
        <button
          type="button"
          aria-label={dismissLabel}
          onClick={onDismiss}
          className="-my-0.5 -mr-1.5 grid size-7 shrink-0 place-items-center rounded-control text-muted hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      ) : null}
    </div>
  );
}
