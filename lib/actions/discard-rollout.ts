"use server";

import { writeAudit } from "#lib/db/audit-queries.ts";
import { discardDraft } from "#lib/db/rollout-drafts.ts";
import { action, Refusal } from "./action.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Throws a draft away; it never touched AWS. */
export const discardRollout = action({
  name: "discard-rollout",
  role: "operator",
  reach: "look",
  schema: RolloutIdSchema,
  run: async (context, { rolloutId }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "discard-rollout");
    if (rollout.status !== "draft") throw new Refusal("wrong-status", rollout.status);
    await sql.transaction(async (tx) => {
      if (!(await discardDraft(tx, rolloutId, now))) throw new Refusal("wrong-status");
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "rollout-discarded",
        subject: `rollout:${rolloutId}`,
        before: { planHash: rollout.planHash },
        after: null,
      });
    });
    return { rolloutId };
  },
});
