import { createHash } from "node:crypto";
import { planText } from "#lib/rollouts/plan.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Target } from "#lib/rollouts/target.ts";
import { wavesOf } from "#lib/rollouts/waves.ts";

/** Takes a plan's targets and its policy and gives the hash that stands for them and the waves that follow. */
export function planHashOf(targets: readonly Target[], policy: Policy): string {
  const waves = wavesOf(
    targets.filter(({ state }) => state.status === "pending"),
    policy,
  );
  return createHash("sha256")
    .update(planText(targets, policy, waves))
    .digest("hex");
}
