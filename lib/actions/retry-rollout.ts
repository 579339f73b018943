"use server";

import { isRetryable, retryOf } from "#lib/rollouts/plan.ts";
import { action, Refusal } from "./action.ts";
import { keyOf, writeDraft } from "./draft.ts";
import { rolloutFor } from "./rollout-access.ts";
import { RolloutIdSchema } from "./schemas.ts";

/** Plans what a rollout has not changed, and could, again, as a draft of their own: what has ended stays as it ended. */
export const retryRollout = action({
  name: "retry-rollout",
  role: "operator",
  reach: "change",
  schema: RolloutIdSchema,
  run: async (context, { rolloutId }) => {
    const rollout = await rolloutFor(context, rolloutId, "retry-rollout");
    if (rollout.status === "draft" || rollout.status === "discarded") throw new Refusal("wrong-status", rollout.status);
    const wishes = rollout.targets
      .filter(isRetryable)
      .map((target) => ({ key: keyOf(target), change: retryOf(target) }));
    return {
      rolloutId: await writeDraft(context, { kind: "retry", wishes, basedOn: rollout, policy: rollout.policy }),
    };
  },
});
