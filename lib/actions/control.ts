import { writeAudit } from "#lib/db/audit-queries.ts";
import type { Sql } from "#lib/db/database.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { wakeLane } from "#lib/jobs/advance-schedule.ts";
import { laneName } from "#lib/jobs/lanes.ts";
import { startJobs } from "#lib/jobs/runtime.ts";
import type { ActionContext } from "./action.ts";

/** Writes down what somebody did to a rollout, in the transaction of what was done. */
export async function auditRollout(
  tx: Sql,
  { actor, now }: Pick<ActionContext, "actor" | "now">,
  entry: { action: string; rolloutId: string; before: unknown; after: unknown },
): Promise<void> {
  await writeAudit(tx, {
    at: now,
    actor: actor.name,
    actorRole: actor.role,
    action: entry.action,
    subject: `rollout:${entry.rolloutId}`,
    before: entry.before,
    after: entry.after,
  });
}

/** Wakes the lanes of a rollout's targets, so that what was decided about it is felt at once. */
export async function wakeLanesOf(targets: readonly LaneKey[]): Promise<void> {
  const { boss } = await startJobs();
  for (const lane of new Map(targets.map((target) => [laneName(target), target])).values()) await wakeLane(boss, lane);
}
