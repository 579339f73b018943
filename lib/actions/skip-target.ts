"use server";

import { z } from "zod";
import { skipTarget as skipInDatabase } from "#lib/db/rollout-controls.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import { action, Refusal } from "./action.ts";
import { auditRollout, wakeLanesOf } from "./control.ts";
import { rolloutFor } from "./rollout-access.ts";

/** Leaves a target out that has not started: nothing is sent to AWS for it. */
export const skipTarget = action({
  name: "skip-target",
  role: "operator",
  // It reduces change, so it stays possible when everything else is read-only.
  reach: "look",
  schema: z.strictObject({ rolloutId: z.uuid(), targetId: z.uuid() }),
  run: async (context, { rolloutId, targetId }) => {
    const { sql, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "skip-target");
    const target = rollout.targets.find(({ id }) => id === targetId);
    if (target === undefined) throw new Refusal("unknown-environment", targetId);
    await sql.transaction(async (tx) => {
      if (!(await skipInDatabase(tx, rolloutId, targetId, now, context)))
        throw new Refusal("wrong-status", isUnderWay(rollout.status) ? target.state.status : rollout.status);
      const { accountId, region, environmentId, name } = target;
      const before = { accountId, region, environmentId, name };
      await auditRollout(tx, context, { action: "target-skipped", rolloutId, before, after: null });
    });
    await wakeLanesOf(rollout.targets);
    return { rolloutId };
  },
});
