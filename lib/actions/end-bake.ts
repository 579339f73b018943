"use server";

import { endBake as endInDatabase } from "#lib/db/rollout-controls.ts";
import { action, Refusal } from "./action.ts";
import { auditRollout, wakeLanesOf } from "./control.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Ends the bake of a rollout's wave now, whatever its gates say or lack: the next wave may start. */
export const endBake = action({
  name: "end-bake",
  role: "operator",
  reach: "change",
  schema: RolloutIdSchema,
  run: async (context, { rolloutId }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "end-bake");
    const baking = rollout.waves.find(({ state }) => state === "baking");
    await sql.transaction(async (tx) => {
      if (baking === undefined || !(await endInDatabase(tx, rolloutId, actor.name, now, context)))
        throw new Refusal("wrong-status", rollout.status);
      const gates = rollout.targets.flatMap(({ wave, name, gate }) =>
        wave === baking.number && gate !== null && gate.kind !== "passed" ? [{ name, gate }] : [],
      );
      const before = { wave: baking.number, bakeUntil: baking.bakeUntil, gates };
      await auditRollout(tx, context, { action: "bake-ended", rolloutId, before, after: null });
    });
    await wakeLanesOf(rollout.targets);
    return { rolloutId };
  },
});
