"use server";

import { z } from "zod";
import { action, demandRole } from "./action.ts";
import { writeDraft } from "./draft.ts";
import { ChangeSchema, KeySchema } from "./schemas.ts";

const Input = z.strictObject({
  keys: z.array(KeySchema).min(1).max(1000),
  change: ChangeSchema,
  kind: z.enum(["toggle", "bulk"]),
});

/** Plans a change of one environment (operator) or many (author) and pins it as a draft; changes nothing in AWS. */
export const planRollout = action({
  name: "plan-rollout",
  role: "operator",
  reach: "change",
  schema: Input.refine(({ kind, keys }) => kind === "bulk" || keys.length === 1, {
    message: "A toggle has one environment",
    path: ["keys"],
  }),
  run: async (context, { keys, change, kind }) => {
    if (kind === "bulk") await demandRole(context, "author", "plan-rollout");
    return {
      rolloutId: await writeDraft(context, { kind, wishes: keys.map((key) => ({ key, change })), basedOn: null }),
    };
  },
});
