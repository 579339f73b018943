"use server";

import { z } from "zod";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { choosePolicy as chooseInDatabase } from "#lib/db/rollout-drafts.ts";
import { findSavedPolicy } from "#lib/db/saved-policies.ts";
import { lockDraft } from "#lib/db/validation-queries.ts";
import { planHashOf } from "#lib/jobs/plan-hash.ts";
import { problemsOf } from "#lib/rollouts/policy.ts";
import { action, Refusal } from "./action.ts";
import { isAsNamed } from "./named-policy.ts";
import { rolloutFor } from "./rollout-access.ts";
import { PlanHashSchema, PolicySchema } from "./schemas.ts";

/** Pins another policy to the draft that was reviewed, with the waves that follow from it; gives the hash that starts it now. */
export const choosePolicy = action({
  name: "choose-policy",
  role: "operator",
  reach: "change",
  schema: z.strictObject({ rolloutId: z.uuid(), planHash: PlanHashSchema, policy: PolicySchema }),
  run: async (context, { rolloutId, planHash: reviewed, policy }) => {
    const { sql, actor, now } = context;
    const rollout = await rolloutFor(context, rolloutId, "choose-policy");
    if (rollout.status !== "draft") throw new Refusal("wrong-status", rollout.status);
    const [problem] = problemsOf(policy);
    if (problem !== undefined) throw new Refusal("invalid-input", `policy.${problem.at}: ${problem.kind}`);
    const planHash = await sql.transaction(async (tx) => {
      const kept = policy.saved === undefined ? null : await findSavedPolicy(tx, policy.saved.id);
      // Whoever reads "careful" in the audit log, or the name of a saved one, is to know what that was.
      if (!isAsNamed(policy, kept))
        throw policy.saved === undefined
          ? new Refusal("invalid-input", `policy.name: ${policy.name}`)
          : new Refusal("unknown-policy", policy.saved.name);
      const draft = await lockDraft(tx, rolloutId);
      if (draft === null) throw new Refusal("wrong-status");
      // What AWS has said since may have changed the plan, which then is to be looked at again.
      if (draft.planHash !== reviewed) throw new Refusal("changed-since-review");
      const hash = planHashOf(draft.targets, policy);
      await chooseInDatabase(tx, { id: rolloutId, policy, planHash: hash }, draft.targets, context);
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "policy-chosen",
        subject: `rollout:${rolloutId}`,
        before: { policy: draft.policy, planHash: reviewed },
        after: { policy, planHash: hash },
      });
      return hash;
    });
    return { rolloutId, planHash };
  },
});
