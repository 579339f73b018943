import type { Sql } from "#lib/db/database.ts";
import { bakingTargets } from "#lib/db/rollout-evidence.ts";
import type { BakingTarget } from "#lib/db/rollout-evidence.ts";
import type { Announcing } from "#lib/db/rollout-messages.ts";
import { settleRollouts } from "#lib/db/rollout-progress.ts";
import { commitTransitions, laneTargets } from "#lib/db/rollout-queries.ts";
import type { HeldTarget } from "#lib/db/rollout-queries.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { decideUnseen } from "#lib/rollouts/decide.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import { isNews } from "#lib/rollouts/gate.ts";

/**
 * Takes a lane and skips the pending targets of stopped rollouts. It needs neither AWS nor a lease, so it works in
 * read-only mode, in a lane that cannot be read, and in one that is no longer configured.
 */
export async function settleStops(sql: Sql, lane: LaneKey, now: Date, announcing: Announcing = {}): Promise<void> {
  const stopped = ({ target, steer }: HeldTarget): Transition | undefined =>
    steer.stopRequested && target.state.status === "pending" ? { kind: "skipped", reason: "stopped" } : undefined;
  await settleTargets(sql, lane, stopped, now, announcing);
}

/**
 * Takes a lane that cannot be read, or is no longer configured, and ends what is in flight there for longer than any update
 * lasts: how it went stays unknown, and its rollout can end.
 */
export async function settleUnseen(sql: Sql, lane: LaneKey, now: Date, announcing: Announcing = {}): Promise<void> {
  await settleTargets(sql, lane, ({ target }) => decideUnseen(target.state, now), now, announcing);
}

async function settleTargets(
  sql: Sql,
  lane: LaneKey,
  decided: (held: HeldTarget) => Transition | undefined,
  now: Date,
  announcing: Announcing,
): Promise<void> {
  const entries = (await laneTargets(sql, lane)).flatMap((held) => {
    const transition = decided(held);
    if (transition === undefined) return [];
    const { target, version } = held;
    const next = apply(target.state, transition);
    const { id: targetId, rolloutId } = target;
    return [{ targetId, rolloutId, expectedVersion: version, transitions: [transition], next }];
  });
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
