"use server";

import { writeAudit } from "#lib/db/audit-queries.ts";
import { renameSavedPolicy } from "#lib/db/saved-policies.ts";
import { action, Refusal } from "./action.ts";
import { PolicyNameSchema, SeenPolicySchema } from "./schemas.ts";

/** Gives a saved policy, as it was seen, another name; rollouts that have it keep the one they had it by. */
export const renamePolicy = action({
  name: "rename-policy",
  role: "author",
  reach: "look",
  schema: SeenPolicySchema.extend({ to: PolicyNameSchema }),
  run: async ({ sql, actor, now }, { id, name: from, to }) =>
    sql.transaction(async (tx) => {
      const renamed = await renameSavedPolicy(tx, { id, from, to });
      if (renamed === "taken") throw new Refusal("name-taken", to);
      if (renamed === "gone") throw new Refusal("unknown-policy", from);
      const { policy } = renamed;
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "policy-renamed",
        subject: `policy:${id}`,
        before: { name: from, policy },
        after: { name: to, policy },
      });
      return renamed;
    }),
});
