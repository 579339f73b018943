import type { Sql } from "#lib/db/database.ts";
import { bakingTargets } from "#lib/db/rollout-evidence.ts";
import type { BakingTarget } from "#lib/db/rollout-evidence.ts";
import type { Announcing } from "#lib/db/rollout-messages.ts";
import { settleRollouts } from "#lib/db/rollout-progress.ts";
import { commitTransitions, laneTargets } from "#lib/db/rollout-queries.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { isNews } from "#lib/rollouts/gate.ts";

/**
 * Takes a lane and skips the pending targets of stopped rollouts. It needs neither AWS nor a lease, so it works in
 * read-only mode, in a lane that cannot be read, and in one that is no longer configured.
 */
export async function settleStops(sql: Sql, lane: LaneKey, now: Date, announcing: Announcing = {}): Promise<void> {
  const transition = { kind: "skipped", reason: "stopped" } as const;
  const stopped = (await laneTargets(sql, lane)).filter(
    ({ target, steer }) => steer.stopRequested && target.state.status === "pending",
  );
  if (stopped.length === 0) return;
  const entries = stopped.map(({ target, version }) => ({
    targetId: target.id,
    rolloutId: target.rolloutId,
    expectedVersion: version,
    transitions: [transition],
    next: apply(target.state, transition),
  }));
  await commitTransitions(sql, entries, now, announcing);
}

/**
 * Takes a lane, brings the rollouts whose waves bake there as far as the time and what is stored allow, and gives what still
 * bakes. It needs neither AWS nor a lease, so a bake is over in a lane that cannot be read, too. Rollouts of which the lane has
 * nothing new are not locked.
 */
export async function settleBakes(
  sql: Sql,
  lane: LaneKey,
  now: Date,
  announcing: Announcing = {},
): Promise<BakingTarget[]> {
  const baking = await bakingTargets(sql, lane);
  const ids = [...Map.groupBy(baking, ({ rolloutId }) => rolloutId)].flatMap(([id, targets]) => {
    const [one] = targets;
    if (one === undefined) return [];
    const wave = { ...one.wave, ...one, endedAt: one.since };
    return isNews(
      wave,
      targets.map(({ baked }) => baked),
      now,
    )
      ? [id]
      : [];
  });
  if (ids.length === 0) return baking;
  await settleRollouts(sql, ids, now, announcing);
  return bakingTargets(sql, lane);
}
