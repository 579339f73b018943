import type { TargetCounts, TargetView } from "#lib/rollouts/rollout.ts";
import type { FailReason, Target, TargetStatus } from "#lib/rollouts/target.ts";
import { hasDowntime } from "#lib/rollouts/plan.ts";
import { adviceOf } from "./words.ts";
import type { Advice } from "./words.ts";

/** The parts of a rollout's bar, in the order they stand. */
export const SEGMENTS = ["succeeded", "inFlight", "failed", "blocked", "skipped", "pending"] as const;
export type Segment = (typeof SEGMENTS)[number];

const SEGMENT_OF: Record<TargetStatus, Segment> = {
  pending: "pending",
  applying: "inFlight",
  updating: "inFlight",
  verifying: "inFlight",
  succeeded: "succeeded",
  skipped: "skipped",
  blocked: "blocked",
  failed: "failed",
};

/** Takes a target's status and gives the part of the bar it counts in. */
export function segmentOf(status: TargetStatus): Segment {
  return SEGMENT_OF[status];
}

/** Takes counts by status and gives them by part of the bar. */
export function segmentsOf(counts: TargetCounts): Record<Segment, number> {
  return {
    succeeded: counts.succeeded,
    inFlight: counts.applying + counts.updating + counts.verifying,
    failed: counts.failed,
    blocked: counts.blocked,
    skipped: counts.skipped,
    pending: counts.pending,
  };
}

const RANK: Record<Segment, number> = { failed: 0, inFlight: 1, blocked: 2, pending: 3, succeeded: 4, skipped: 5 };

/** Takes targets and gives them with what needs a look first: failed, then in flight, blocked, pending, done, skipped. */
export function failedFirst(targets: readonly TargetView[]): TargetView[] {
  return targets.toSorted((one, other) => RANK[segmentOf(one.state.status)] - RANK[segmentOf(other.state.status)]);
}

/** Takes a text and gives the test whether a target's name, application, id, account or region contains it. */
export function finds(text: string): (target: TargetView) => boolean {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  return (target) => {
    const whole = [
      target.name,
      target.application,
      target.environmentId,
      target.accountId,
      target.accountLabel,
      target.region,
    ]
      .join(" ")
      .toLowerCase();
    return words.every((word) => whole.includes(word));
  };
}

export const REVIEW_GROUPS = ["all", "change", "downtime", "skipped", "blocked"] as const;
export type ReviewGroup = (typeof REVIEW_GROUPS)[number];

/** Takes a draft's target and a group of the review, and tells whether it belongs there. */
export function inGroup(target: Pick<Target, "state" | "before">, group: ReviewGroup): boolean {
  const { status } = target.state;
  switch (group) {
    case "all":
      return true;
    case "change":
      return status === "pending";
    case "downtime":
      return status === "pending" && hasDowntime(target.before.replacement);
    case "skipped":
    case "blocked":
      return status === group;
  }
}

export type FailedTarget = { target: TargetView; reason: FailReason };
/** Failures with one cause, as far as AWS's words tell, and so with one thing to do next. */
export type FailureGroup = { kind: FailReason["kind"]; advice: Advice; failed: FailedTarget[] };

/** Takes targets and gives the failed ones by cause, the most frequent first. */
export function failureGroups(targets: readonly TargetView[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const target of targets) {
    if (target.state.status !== "failed") continue;
    const { reason } = target.state;
    const advice = adviceOf(reason);
    const key = `${reason.kind} ${advice}`;
    const group = groups.get(key) ?? { kind: reason.kind, advice, failed: [] };
    group.failed.push({ target, reason });
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((one, other) => other.failed.length - one.failed.length);
}
