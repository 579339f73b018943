import type { PlanSummary } from "#components/rollouts/plan-summary.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";

/** At a time in a lane, where nobody said otherwise. */
const USUAL_CAP = 3;

/** Takes a draft and gives the policy it is shown with at first: its own, or none with a cap that suits it. */
export function firstPolicy(
  { policy, targets }: Pick<RolloutDetail, "policy" | "targets">,
  { largestLane }: Pick<PlanSummary, "largestLane">,
): Policy {
  if (policy.name !== "none" || targets.length === 1) return policy;
  return { ...NO_POLICY, cap: { perLane: Math.min(USUAL_CAP, Math.max(1, largestLane)), inAll: null } };
}
