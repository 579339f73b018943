"use server";

import { z } from "zod";
import { config } from "#lib/config.ts";
import { requestStop } from "#lib/db/rollout-controls.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import { action, Refusal } from "./action.ts";
import { auditRollout, wakeLanesOf } from "./control.ts";
import { rolloutFor } from "./rollout-access.ts";

/**
 * Stops a rollout: nothing more is started, and what AWS is already doing runs to its end, or is aborted where AWS can and
 * that is asked for. An abort can be asked for later, too.
 */
export const stopRollout = action({
  name: "stop-rollout",
  role: "operator",
  // Stopping reduces change, so it stays possible when everything else is read-only.
  reach: "look",
  schema: z.strictObject({ rolloutId: z.uuid(), abort: z.boolean() }),
  run: async (context, { rolloutId, abort }) => {
    const { sql, now, announces } = context;
    const rollout = await rolloutFor(context, rolloutId, "stop-rollout");
    if (!isUnderWay(rollout.status)) throw new Refusal("wrong-status", rollout.status);
    // An abort calls AWS, to take a change back; it is no new one, but it is a write.
    if (abort && config().readOnly) throw new Refusal("read-only");
    await sql.transaction(async (tx) => {
      if (!(await requestStop(tx, rolloutId, now, { abort, announces }))) throw new Refusal("wrong-status");
      const before = { counts: rollout.counts };
      await auditRollout(tx, context, { action: "rollout-stopped", rolloutId, before, after: { abort } });
    });
    await wakeLanesOf(rollout.targets);
    return { rolloutId };
  },
});
