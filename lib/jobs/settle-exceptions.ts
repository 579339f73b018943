import type { Sql } from "#lib/db/database.ts";
import { exceptedInLane } from "#lib/db/excepted-targets.ts";
import type { Announcing } from "#lib/db/rollout-messages.ts";
import { commitTransitions } from "#lib/db/rollout-queries.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";

/** Takes a lane and blocks the pending targets whose risk was accepted after they were reviewed. It needs no look at AWS. */
export async function settleExceptions(sql: Sql, lane: LaneKey, now: Date, announcing: Announcing = {}): Promise<void> {
  const entries = (await exceptedInLane(sql, lane, now)).map(({ target, version, reason }) => {
    const transition = { kind: "blocked", reason } as const;
    return {
      targetId: target.id,
      rolloutId: target.rolloutId,
      expectedVersion: version,
      transitions: [transition],
      next: apply(target.state, transition),
    };
  });
  // Somebody who moved a target meanwhile knows more of it: the next look settles it.
  await commitTransitions(sql, entries, now, announcing);
}
