import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleMinus,
  CircleX,
  Clock,
  Info,
  TriangleAlert,
} from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { classes } from "./classes.ts";
import { Spinner } from "./spinner.tsx";

export type StatusKind =
  | "success"
  | "warning"
  | "error"
  | "info"
  | "pending"
  | "in-progress"
  | "stopped"
  | "not-applicable"
  | "not-started"
  | "unknown";

type Look = { icon: ComponentType<{ className?: string; "aria-hidden"?: "true" }>; colour: string };

const looks: Record<Exclude<StatusKind, "in-progress">, Look> = {
  success: { icon: CircleCheck, colour: "text-success" },
  warning: { icon: TriangleAlert, colour: "text-warning" },
  error: { icon: CircleX, colour: "text-error" },
  info: { icon: Info, colour: "text-info" },
  pending: { icon: Clock, colour: "text-neutral" },
  stopped: { icon: CircleMinus, colour: "text-neutral" },
  "not-applicable": { icon: Ban, colour: "text-neutral" },
  "not-started": { icon: CircleDashed, colour: "text-neutral" },
  unknown: { icon: CircleHelp, colour: "text-neutral" },
};

/** A state as icon, words and colour together; the words are the children, so colour alone never carries it. */
export function StatusIndicator({
  kind,
  wrap = false,
  className,
  children,
}: {
  kind: StatusKind;
  wrap?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  const look = kind === "in-progress" ? null : looks[kind];
  return (
    <span
      className={classes(
        "inline-flex gap-1.5",
        wrap ? "items-start" : "items-center whitespace-nowrap",
        look?.colour ?? "text-info",
        className,
      )}
    >
      {look === null ? (
        <Spinner className={wrap ? "mt-[0.1875rem]" : undefined} />
      ) : (
        <look.icon aria-hidden="true" className={classes("size-4 shrink-0", wrap && "mt-[0.1875rem]")} />
      )}
      <span className="min-w-0">{children}</span>
    </span>
  );
}
