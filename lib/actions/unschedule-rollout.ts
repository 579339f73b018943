"use server";

import { writeAudit } from "#lib/db/audit-queries.ts";
import { unschedule } from "#lib/db/schedule-queries.ts";
import { action, Refusal } from "./action.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Cancels a scheduled start before it begins: the rollout is a reviewed draft again and holds no environment. */
export const unscheduleRollout = action({
  name: "unschedule-rollout",
  role: "operator",
  // Like a stop it only reduces change.
  reach: "look",
  schema: RolloutIdSchema,
  run: async (context, { rolloutId }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "unschedule-rollout");
    await sql.transaction(async (tx) => {
      if (!(await unschedule(tx, rolloutId, context))) throw new Refusal("wrong-status", rollout.status);
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "rollout-unscheduled",
        subject: `rollout:${rolloutId}`,
        before: { startAt: rollout.startAt, startZone: rollout.startZone },
        after: null,
      });
    });
    return { rolloutId };
  },
});
