import { z } from "zod";

/** Names a lane. */
export const laneOf = ({ accountId, region }: { accountId: string; region: string }): string =>
  `${accountId}/${region}`;

/** A mutating call as the simulated AWS received it. */
export const JournalEntry = z.object({
  sequence: z.int(),
  at: z.iso.datetime(),
  requestId: z.string(),
  operation: z.string(),
  input: z.object({ EnvironmentId: z.string().optional() }).nullish(),
  outcome: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("accepted") }),
    z.object({ kind: z.literal("refused"), code: z.string() }),
  ]),
  fault: z.string().nullable(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** An environment as it really is in the simulated AWS. */
export const WorldEnvironment = z.object({
  id: z.string(),
  name: z.string(),
  application: z.string(),
  accountId: z.string(),
  region: z.string(),
  status: z.string(),
  disableImdsV1: z.string().nullable(),
  platformDefault: z.string().nullable(),
  fate: z.enum(["succeeds", "rolls-back", "fails-degraded"]),
  /** Something on its instances still calls IMDSv1. */
  callsImdsV1: z.boolean(),
  updatedAt: z.iso.datetime(),
  instances: z.array(z.object({ httpTokens: z.enum(["required", "optional"]), state: z.string() })),
});
export type WorldEnvironment = z.infer<typeof WorldEnvironment>;

/** A target as the product's database has it; a large rollout shows only the last line of each target's timeline. */
export const Target = z.object({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  environmentId: z.string(),
  name: z.string(),
  wave: z.int().nullable(),
  before: z.object({ optionValue: z.string().nullable() }),
  state: z.object({
    status: z.string(),
    attempt: z.int(),
    reason: z.union([z.string(), z.object({ kind: z.string(), why: z.string().optional() })]).optional(),
  }),
  timeline: z.array(
    z.object({
      at: z.iso.datetime(),
      transition: z.object({ kind: z.string(), requestId: z.string().nullish() }),
    }),
  ),
});
export type Target = z.infer<typeof Target>;

/** A rollout as its page has it. */
export const Rollout = z.object({
  id: z.string(),
  status: z.string(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  stopRequested: z.boolean(),
  policy: z.object({ cap: z.object({ perLane: z.int() }) }),
  waves: z.array(
    z.object({
      number: z.int(),
      state: z.enum(["waiting", "working", "baking", "passed"]),
      passedAt: z.iso.datetime().nullable(),
    }),
  ),
  targets: z.array(Target),
});
export type Rollout = z.infer<typeof Rollout>;
