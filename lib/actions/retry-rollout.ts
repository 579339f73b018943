"use server";

import { isRetryable } from "#lib/rollouts/plan.ts";
import { action, Refusal } from "./action.ts";
import { keyOf, writeDraft } from "./draft.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Plans the failed and blocked targets of a rollout again, as a draft of their own: what has ended stays as it ended. */
export const retryRollout = action({
  name: "retry-rollout",
  role: "operator",
  reach: "change",
  schema: RolloutIdSchema,
  run: async (context, { rolloutId }) => {
    const rollout = await rolloutFor(context, rolloutId, "retry-rollout");
    if (rollout.status === "draft" || rollout.status === "discarded") throw new Refusal("wrong-status", rollout.status);
    const wishes = rollout.targets.filter(isRetryable).map((target) => ({ key: keyOf(target), change: target.change }));
    return {
      rolloutId: await writeDraft(context, { kind: "retry", wishes, basedOn: rollout, policy: rollout.policy }),
    };
  },
});
