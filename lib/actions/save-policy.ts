"use server";

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { insertSavedPolicy } from "#lib/db/saved-policies.ts";
import { customFrom, problemsOf } from "#lib/rollouts/policy.ts";
import { action, Refusal } from "./action.ts";
import { PolicyNameSchema, PolicySchema } from "./schemas.ts";

/** Keeps a custom policy under a name, for everybody who plans rollouts. */
export const savePolicy = action({
  name: "save-policy",
  role: "author",
  // It changes nothing in AWS: a rollout that goes by it is planned and started by itself.
  reach: "look",
  schema: z.strictObject({ name: PolicyNameSchema, policy: PolicySchema }),
  run: async ({ sql, actor, now }, { name, policy: given }) => {
    if (given.name !== "custom") throw new Refusal("invalid-input", `policy.name: ${given.name}`);
    const [problem] = problemsOf(given);
    if (problem !== undefined) throw new Refusal("invalid-input", `policy.${problem.at}: ${problem.kind}`);
    const policy = customFrom(given);
    return sql.transaction(async (tx) => {
      const saved = await insertSavedPolicy(tx, { id: randomUUID(), name, policy, by: actor.name, now });
      if (saved === null) throw new Refusal("name-taken", name);
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "policy-saved",
        subject: `policy:${saved.id}`,
        before: null,
        after: { name, policy },
      });
      return saved;
    });
  },
});
