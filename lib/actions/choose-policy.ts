"use server";

import { z } from "zod";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { choosePolicy as chooseInDatabase } from "#lib/db/rollout-drafts.ts";
import { problemsOf } from "#lib/rollouts/policy.ts";
import { action, Refusal } from "./action.ts";
import { planHashOf } from "./draft.ts";
import { isAsNamed } from "./named-policy.ts";
import { rolloutFor } from "./rollout-access.ts";
import { PolicySchema } from "./schemas.ts";

/** Pins another policy to a draft, with the waves that follow from it; gives the hash that starts it now. */
export const choosePolicy = action({
  name: "choose-policy",
  role: "operator",
  reach: "change",
  schema: z.strictObject({ rolloutId: z.uuid(), policy: PolicySchema }),
  run: async (context, { rolloutId, policy }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "choose-policy");
    if (rollout.status !== "draft") throw new Refusal("wrong-status", rollout.status);
    const [problem] = problemsOf(policy);
    if (problem !== undefined) throw new Refusal("invalid-input", `policy.${problem.at}: ${problem.kind}`);
    // Whoever reads "careful" in the audit log is to know what that was.
    if (!isAsNamed(policy)) throw new Refusal("invalid-input", `policy.name: ${policy.name}`);
    const planHash = planHashOf(rollout.targets, policy);
    await sql.transaction(async (tx) => {
      if (!(await chooseInDatabase(tx, { id: rolloutId, policy, planHash }, rollout.targets)))
        throw new Refusal("wrong-status");
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "policy-chosen",
        subject: `rollout:${rolloutId}`,
        before: { policy: rollout.policy, planHash: rollout.planHash },
        after: { policy, planHash },
      });
    });
    return { rolloutId, planHash };
  },
});
