"use server";

import { z } from "zod";
import { endBake as endInDatabase } from "#lib/db/rollout-controls.ts";
import { action, Refusal } from "./action.ts";
import { auditRollout, wakeLanesOf } from "./control.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Ends the bake of the wave that was seen to bake, whatever its gates say or lack: the next wave may start. */
export const endBake = action({
  name: "end-bake",
  role: "operator",
  reach: "change",
  schema: RolloutIdSchema.extend({ wave: z.int().min(0) }),
  run: async (context, { rolloutId, wave }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "end-bake");
    await sql.transaction(async (tx) => {
      const outcome = await endInDatabase(tx, rolloutId, actor.name, now, { ...context, seen: wave });
      if (outcome === "not-baking") throw new Refusal("wrong-status", rollout.status);
      if (outcome === "changed") throw new Refusal("changed-since-review");
      await auditRollout(tx, context, { action: "bake-ended", rolloutId, before: outcome.ended, after: null });
    });
    await wakeLanesOf(rollout.targets);
    return { rolloutId };
  },
});
