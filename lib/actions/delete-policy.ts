"use server";

import { writeAudit } from "#lib/db/audit-queries.ts";
import { deleteSavedPolicy } from "#lib/db/saved-policies.ts";
import { action, Refusal } from "./action.ts";
import { SeenPolicySchema } from "./schemas.ts";

/** Deletes a saved policy as it was seen; rollouts that have it keep its name and its values. */
export const deletePolicy = action({
  name: "delete-policy",
  role: "author",
  reach: "look",
  schema: SeenPolicySchema,
  run: async ({ sql, actor, now }, seen) =>
    sql.transaction(async (tx) => {
      const deleted = await deleteSavedPolicy(tx, seen);
      if (deleted === null) throw new Refusal("unknown-policy", seen.name);
      const { id, name, policy } = deleted;
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "policy-deleted",
        subject: `policy:${id}`,
        before: { name, policy },
        after: null,
      });
      return { id };
    }),
});
