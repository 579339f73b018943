"use server";

import { z } from "zod";
import { isInScope, undoOf } from "#lib/rollouts/plan.ts";
import { action } from "./action.ts";
import { keyOf, writeDraft } from "./draft.ts";
import { rolloutFor } from "./rollout-access.ts";

const ScopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("failed") }),
  z.strictObject({ kind: z.literal("wave"), wave: z.int().min(0) }),
]);

/**
 * Plans the way back for the targets that were changed: all, those of a wave, or those that failed. It is a rollout of its own,
 * with the limits of the one it undoes. Where the earlier value equals the platform's default AWS does not tell whether it had
 * been set, so the person chooses for those: write that value, or remove the override.
 */
export const undoRollout = action({
  name: "undo-rollout",
  role: "operator",
  reach: "change",
  schema: z.strictObject({
    rolloutId: z.uuid(),
    how: z.enum(["write-earlier-value", "remove-override"]),
    scope: ScopeSchema,
  }),
  run: async (context, { rolloutId, how, scope }) => {
    const rollout = await rolloutFor(context, rolloutId, "undo-rollout");
    const wishes = rollout.targets.flatMap((target) => {
      const change = isInScope(target, scope) ? undoOf(target, how) : undefined;
      return change === undefined ? [] : [{ key: keyOf(target), change }];
    });
    const { policy } = rollout;
    return {
      rolloutId: await writeDraft(context, { kind: "undo", wishes, basedOn: rollout, policy, asked: { how, scope } }),
    };
  },
});
