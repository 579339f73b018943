"use server";

import { z } from "zod";
import { resumeRollout as resumeInDatabase } from "#lib/db/rollout-controls.ts";
import { action, Refusal } from "./action.ts";
import { auditRollout, wakeLanesOf } from "./control.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Lets a paused rollout go on, from the pause that was seen. After a breach of its tolerance, that accepts the failures that were seen. */
export const resumeRollout = action({
  name: "resume-rollout",
  role: "operator",
  reach: "change",
  schema: RolloutIdSchema.extend({
    /** Since when the pause is that was seen. */
    pausedAt: z.iso.datetime().nullable(),
    /** How many failures were seen. */
    failures: z.int().min(0),
  }),
  run: async (context, { rolloutId, pausedAt, failures }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "resume-rollout");
    await sql.transaction(async (tx) => {
      const seen = { pausedAt, failures };
      const outcome = await resumeInDatabase(tx, rolloutId, actor.name, now, { ...context, seen });
      if (outcome === "halted") throw new Refusal("halted");
      if (outcome === "not-paused") throw new Refusal("wrong-status", rollout.status);
      if (outcome === "changed") throw new Refusal("changed-since-review");
      const before = { pause: outcome.resumed, counts: rollout.counts };
      await auditRollout(tx, context, { action: "rollout-resumed", rolloutId, before, after: null });
    });
    await wakeLanesOf(rollout.targets);
    return { rolloutId };
  },
});
