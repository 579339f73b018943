import { z } from "zod";

/** An environment's identity as a browser may send it. */
export const KeySchema = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/u),
  region: z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/u),
  environmentId: z.string().regex(/^e-[a-z0-9]{4,32}$/u),
});

export const ChangeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("set"), methods: z.enum(["v2-only", "v1-and-v2"]) }),
  z.strictObject({ kind: z.literal("remove") }),
]);

export const RolloutIdSchema = z.strictObject({ rolloutId: z.uuid() });
