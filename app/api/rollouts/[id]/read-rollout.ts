import type { Sql } from "#lib/db/database.ts";
import { rolloutDetail, targetDetail } from "#lib/db/rollout-reads.ts";
import { WHOLE_UP_TO } from "#lib/queries/rollouts.ts";
import type { RolloutDetail, TargetView } from "#lib/rollouts/rollout.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Takes any text and tells whether it can be a rollout's id: PostgreSQL answers a malformed uuid with an error. */
export function isRolloutId(text: string): boolean {
  return UUID.test(text);
}

/** Takes an id and gives the rollout, a large one with only the last line and last event of each target, or `null`. */
export async function readRollout(sql: Sql, id: string): Promise<RolloutDetail | null> {
  const rollout = isRolloutId(id) ? await rolloutDetail(sql, id) : null;
  if (rollout === null || rollout.targets.length <= WHOLE_UP_TO) return rollout;
  const targets = rollout.targets.map((target) => ({
    ...target,
    timeline: target.timeline.slice(-1),
    events: target.events.slice(-1),
  }));
  return { ...rollout, targets };
}

/** Takes a rollout's id and a target's and gives that target with all that is kept of it, or `null`. */
export async function readTarget(sql: Sql, id: string, targetId: string): Promise<TargetView | null> {
  return isRolloutId(id) && UUID.test(targetId) ? targetDetail(sql, id, targetId) : null;
}
