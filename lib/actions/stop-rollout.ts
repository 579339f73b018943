"use server";

import { writeAudit } from "#lib/db/audit-queries.ts";
import { requestStop } from "#lib/db/rollout-queries.ts";
import { wakeLane } from "#lib/jobs/advance-schedule.ts";
import { laneName } from "#lib/jobs/lanes.ts";
import { startJobs } from "#lib/jobs/runtime.ts";
import { action, Refusal } from "./action.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Stops a running rollout: nothing more is started, what AWS is already doing runs to its end. */
export const stopRollout = action({
  name: "stop-rollout",
  role: "operator",
  // Stopping reduces change, so it stays possible when everything else is read-only.
  reach: "look",
  schema: RolloutIdSchema,
  run: async (context, { rolloutId }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "stop-rollout");
    if (rollout.status !== "running") throw new Refusal("wrong-status", rollout.status);
    await sql.transaction(async (tx) => {
      if (!(await requestStop(tx, rolloutId, now))) throw new Refusal("wrong-status");
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "rollout-stopped",
        subject: `rollout:${rolloutId}`,
        before: { counts: rollout.counts },
        after: null,
      });
    });
    const { boss } = await startJobs();
    for (const lane of new Map(rollout.targets.map((target) => [laneName(target), target])).values())
      await wakeLane(boss, lane);
    return { rolloutId };
  },
});
