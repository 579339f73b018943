import { z } from "zod";
import { LEAST_REASON } from "#lib/rollouts/acknowledge.ts";
import { REGION_NAME } from "#lib/imds/partition.ts";
import { isOwnName, LIMITS, POLICY_NAMES } from "#lib/rollouts/policy.ts";

/** An environment's identity as a browser may send it. */
export const KeySchema = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/u),
  region: z.string().regex(REGION_NAME),
  environmentId: z.string().regex(/^e-[a-z0-9]{4,32}$/u),
});

export const ChangeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("set"), methods: z.enum(["v2-only", "v1-and-v2"]) }),
  z.strictObject({ kind: z.literal("remove") }),
]);

/** What stands for a plan as it was reviewed. */
export const PlanHashSchema = z.string().regex(/^[0-9a-f]{64}$/u);

export const RolloutIdSchema = z.strictObject({ rolloutId: z.uuid() });

const AmountSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("count"), count: z.int() }),
  z.strictObject({ kind: z.literal("percent"), percent: z.int() }),
]);

/** The name of a saved policy, in one way of writing it; those of the policies that come along are taken. */
export const PolicyNameSchema = z
  .string()
  .normalize("NFKC")
  .trim()
  .min(1)
  .max(LIMITS.savedName)
  .regex(/^\P{C}+$/u)
  .refine(isOwnName);

/** Which saved policy, as it was seen: somebody else's rename in between is not overwritten. */
export const SeenPolicySchema = z.strictObject({ id: z.uuid(), name: z.string().max(LIMITS.savedName) });

/** A policy as a browser may send it; what its numbers may be is `problemsOf`'s to say. */
export const PolicySchema = z.strictObject({
  name: z.enum(POLICY_NAMES),
  saved: SeenPolicySchema.exactOptional(),
  canary: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("amount"), amount: AmountSchema }),
    z.strictObject({ kind: z.literal("one-per-region") }),
  ]),
  waves: z.discriminatedUnion("by", [
    z.strictObject({ by: z.literal("all") }),
    z.strictObject({ by: z.literal("percent"), steps: z.array(z.int()).max(LIMITS.steps.most) }),
    z.strictObject({ by: z.literal("region") }),
    z.strictObject({ by: z.literal("account") }),
    z.strictObject({ by: z.literal("application") }),
    z.strictObject({
      by: z.literal("tag"),
      key: z.string().trim().max(LIMITS.tagKey),
      order: z.array(z.string().max(LIMITS.tagValue)).max(LIMITS.tagOrder),
    }),
  ]),
  regions: z.strictObject({
    run: z.enum(["parallel", "sequence"]),
    order: z.array(z.string().regex(REGION_NAME)).max(LIMITS.regionOrder),
  }),
  cap: z.strictObject({ perLane: z.int(), inAll: z.int().nullable() }),
  bakeMinutes: z.strictObject({ canary: z.int(), wave: z.int() }),
  tolerance: z.strictObject({
    perLane: AmountSchema.nullable(),
    inAll: AmountSchema.nullable(),
    mode: z.enum(["strict", "soft"]),
  }),
});

/** Why somebody does what asks for a reason. */
export const ReasonSchema = z.string().trim().min(LEAST_REASON).max(500);
