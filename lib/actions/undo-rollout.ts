"use server";

import { z } from "zod";
import { isUndoable, undoOf } from "#lib/rollouts/plan.ts";
import { action } from "./action.ts";
import { keyOf, writeDraft } from "./draft.ts";
import { rolloutFor } from "./rollout-access.ts";

/**
 * Plans the way back for every target that was changed. AWS does not tell whether the earlier value had been set or
 * was the platform's default, so the person chooses: write that value, or remove the override.
 */
export const undoRollout = action({
  name: "undo-rollout",
  role: "operator",
  reach: "change",
  schema: z.strictObject({ rolloutId: z.uuid(), how: z.enum(["write-earlier-value", "remove-override"]) }),
  run: async (context, { rolloutId, how }) => {
    const rollout = await rolloutFor(context, rolloutId, "undo-rollout");
    const wishes = rollout.targets.flatMap((target) => {
      const change = isUndoable(target) ? undoOf(target, how) : undefined;
      return change === undefined ? [] : [{ key: keyOf(target), change }];
    });
    return { rolloutId: await writeDraft(context, { kind: "undo", wishes, basedOn: rollout }) };
  },
});
