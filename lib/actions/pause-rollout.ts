"use server";

import { pauseRollout as pauseInDatabase } from "#lib/db/rollout-controls.ts";
import { action, Refusal } from "./action.ts";
import { auditRollout } from "./control.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Pauses a running rollout: what AWS is already doing runs to its end and is checked, nothing more is started. */
export const pauseRollout = action({
  name: "pause-rollout",
  role: "operator",
  // It reduces change, so it stays possible when everything else is read-only.
  reach: "look",
  schema: RolloutIdSchema,
  run: async (context, { rolloutId }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "pause-rollout");
    await sql.transaction(async (tx) => {
      if (!(await pauseInDatabase(tx, rolloutId, actor.name, now, context)))
        throw new Refusal("wrong-status", rollout.status);
      const before = { counts: rollout.counts };
      await auditRollout(tx, context, { action: "rollout-paused", rolloutId, before, after: { kind: "person" } });
    });
    return { rolloutId };
  },
});
