import { hasDowntime } from "#lib/rollouts/plan.ts";
import type { Target } from "#lib/rollouts/target.ts";

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
