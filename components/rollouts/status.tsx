"use client";
import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { RolloutStatus, RolloutSummary } from "#lib/rollouts/rollout.ts";
import type { TargetStatus } from "#lib/rollouts/target.ts";

const TARGET: Record<TargetStatus, StatusKind> = {
  pending: "pending",
  applying: "in-progress",
  updating: "in-progress",
  verifying: "in-progress",
  succeeded: "success",
  skipped: "stopped",
  blocked: "warning",
  failed: "error",
};

const ROLLOUT: Record<RolloutStatus, StatusKind> = {
  draft: "not-started",
  scheduled: "pending",
  running: "in-progress",
  paused: "warning",
  finished: "success",
  stopped: "stopped",
  discarded: "not-applicable",
};

/** Where one environment of a rollout stands. */
export function TargetStatusMark({ status }: { status: TargetStatus }) {
  const t = useTranslations("rollouts.target");
  return <StatusIndicator kind={TARGET[status]}>{t(status)}</StatusIndicator>;
}

/** Where a rollout stands; one that ended with failures does not look like success. */
export function RolloutStatusMark({
  rollout,
}: {
  rollout: Pick<RolloutSummary, "status" | "counts" | "gatesFailed" | "stopRequested">;
}) {
  const t = useTranslations("rollouts");
  const { status, counts, gatesFailed, stopRequested } = rollout;
  if (status === "finished" && counts.failed + gatesFailed > 0)
    return <StatusIndicator kind="error">{t("finishedWithFailures")}</StatusIndicator>;
  if (isUnderWay(status) && stopRequested) return <StatusIndicator kind="in-progress">{t("stopping")}</StatusIndicator>;
  return <StatusIndicator kind={ROLLOUT[status]}>{t(`status.${status}`)}</StatusIndicator>;
}
