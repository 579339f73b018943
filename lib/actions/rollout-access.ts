import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import { demandRole, Refusal } from "./action.ts";
import type { ActionContext } from "./action.ts";

/**
 * Takes a rollout's id and gives the rollout, if the actor may act on one of its size: operator for one environment,
 * author for more.
 * @throws Refusal where it does not exist or the role does not reach.
 */
export async function rolloutFor(context: ActionContext, rolloutId: string, name: string): Promise<RolloutDetail> {
  const rollout = await rolloutDetail(context.sql, rolloutId, context.readsMetrics);
  if (rollout === null) throw new Refusal("unknown-rollout", rolloutId);
  if (rollout.targets.length > 1 || rollout.kind === "bulk") await demandRole(context, "author", name);
  return rollout;
}
