"use server";

import { resumeRollout as resumeInDatabase } from "#lib/db/rollout-controls.ts";
import { action, Refusal } from "./action.ts";
import { auditRollout, wakeLanesOf } from "./control.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Lets a paused rollout go on. After a breach of its tolerance, that accepts the failures so far. */
export const resumeRollout = action({
  name: "resume-rollout",
  role: "operator",
  reach: "change",
  schema: RolloutIdSchema,
  run: async (context, { rolloutId }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "resume-rollout");
    await sql.transaction(async (tx) => {
      const outcome = await resumeInDatabase(tx, rolloutId, actor.name, now, context);
      if (outcome === "halted") throw new Refusal("halted");
      if (outcome === "not-paused") throw new Refusal("wrong-status", rollout.status);
      const before = { pause: rollout.pause, counts: rollout.counts };
      await auditRollout(tx, context, { action: "rollout-resumed", rolloutId, before, after: null });
    });
    await wakeLanesOf(rollout.targets);
    return { rolloutId };
  },
});
