import { REGION_NAME } from "#lib/imds/partition.ts";

/** A number of targets, or a share of all that will change. */
export type Amount = { kind: "count"; count: number } | { kind: "percent"; percent: number };

/** The few targets that go first. */
export type Canary = { kind: "none" } | { kind: "amount"; amount: Amount } | { kind: "one-per-region" };

/**
 * What makes a wave. Percent steps rise and are shares of all that will change, the canary included. `order`: values of the tag
 * that come first; the others follow by name, and what has no such tag comes last.
 */
export type WaveRule =
  | { by: "all" }
  | { by: "percent"; steps: number[] }
  | { by: "region" }
  | { by: "account" }
  | { by: "application" }
  | { by: "tag"; key: string; order: string[] };

/** What a policy is called of which nobody says more; "custom": everything as it was chosen by hand. */
export const POLICY_NAMES = ["none", "careful", "steady", "fast", "custom"] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

/**
 * How a rollout goes about its targets. `null`: no limit of that kind.
 * Strict is StackSets' STRICT_FAILURE_TOLERANCE: no more are at work than failures are still tolerated, and one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */
export type Policy = {
  name: PolicyName;
  /** The saved policy that a custom one is: what that was called then, and its values are these. */
  saved?: { id: string; name: string };
  canary: Canary;
  waves: WaveRule;
  /** `order`: regions that come first; the others follow by name. */
  regions: { run: "parallel" | "sequence"; order: string[] };
  /** How many targets may be in flight in one lane, and in all lanes together. */
  cap: { perLane: number; inAll: number | null };
  bakeMinutes: { canary: number; wave: number };
  tolerance: { perLane: Amount | null; inAll: Amount | null; mode: "strict" | "soft" };
};

/** A custom policy that somebody keeps for others under a name. The name may change, the values never do. JSON-safe. */
export type SavedPolicy = { id: string; name: string; policy: Policy; savedBy: string; savedAt: string };

/** The limits a policy's numbers keep. */
export const LIMITS = {
  capPerLane: { least: 1, most: 10 },
  capInAll: { least: 1, most: 1_000 },
  bakeMinutes: { least: 0, most: 7 * 24 * 60 },
  percent: { least: 1, most: 100 },
  count: { least: 1, most: 1_000 },
  steps: { least: 1, most: 20 },
  /** AWS: a tag's key has at most 128 characters, its value 256. */
  tagKey: 128,
  tagValue: 256,
  tagOrder: 50,
  regionOrder: 100,
  savedName: 60,
} as const;

/** Everything at once, lane by lane, whatever fails: what a change without a policy is, and a single one. */
export const NO_POLICY: Policy = {
  name: "none",
  canary: { kind: "none" },
  waves: { by: "all" },
  regions: { run: "parallel", order: [] },
  cap: { perLane: 1, inAll: null },
  bakeMinutes: { canary: 0, wave: 0 },
  tolerance: { perLane: null, inAll: null, mode: "strict" },
};

/** Policies by name, from the most to the least careful. */
export const BUILT_IN: Record<"careful" | "steady" | "fast", Policy> = {
  careful: {
    name: "careful",
    canary: { kind: "amount", amount: { kind: "count", count: 1 } },
    waves: { by: "percent", steps: [10, 50, 100] },
    regions: { run: "sequence", order: [] },
    cap: { perLane: 1, inAll: 10 },
    bakeMinutes: { canary: 30, wave: 15 },
    tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
  },
  steady: {
    name: "steady",
    canary: { kind: "one-per-region" },
    waves: { by: "percent", steps: [25, 100] },
    regions: { run: "parallel", order: [] },
    cap: { perLane: 2, inAll: 30 },
    bakeMinutes: { canary: 15, wave: 10 },
    tolerance: { perLane: { kind: "count", count: 1 }, inAll: { kind: "percent", percent: 10 }, mode: "strict" },
  },
  fast: {
    name: "fast",
    canary: { kind: "none" },
    waves: { by: "all" },
    regions: { run: "parallel", order: [] },
    cap: { perLane: 5, inAll: null },
    bakeMinutes: { canary: 0, wave: 0 },
    tolerance: { perLane: { kind: "percent", percent: 20 }, inAll: { kind: "percent", percent: 10 }, mode: "strict" },
  },
};

/** Takes the policy that was chosen so far and gives what a custom one begins with: the same, or careful's values where it had no limits. */
export function customFrom(policy: Policy): Policy {
  const { saved: _, ...values } = policy.name === "none" ? BUILT_IN.careful : policy;
  return { ...values, name: "custom" };
}

/** Takes a saved policy and gives it as a rollout has it. */
export function asSaved({ id, name, policy }: SavedPolicy): Policy {
  return { ...policy, saved: { id, name } };
}

/** Takes a name that a policy is to be saved under and tells whether it would pass for a policy that comes along. */
export function isOwnName(name: string): boolean {
  return POLICY_NAMES.every((known) => known !== name.trim().toLowerCase());
}

/** Takes a share of so many and gives how many that is: rounded down as StackSets does, and never over all. */
export function shareOf(amount: Amount, all: number): number {
  const wanted = amount.kind === "count" ? amount.count : Math.floor((amount.percent * all) / 100);
  return Math.max(0, Math.min(all, wanted));
}

/** Takes how a policy makes waves and goes through regions, and tells whether it matters which regions come first. */
export function ordersRegions({ waves, regions }: Pick<Policy, "waves" | "regions">): boolean {
  return regions.run === "sequence" || waves.by === "region";
}

/** What is wrong with a policy: where, and what would be right. */
export type PolicyProblem = { at: "canary" | "waves" | "regions" | "cap" | "bake" | "tolerance" } & (
  | { kind: "out-of-range"; least: number; most: number }
  | { kind: "steps-must-rise" }
  | { kind: "steps-must-end-at-100" }
  | { kind: "no-tag-key" }
  | { kind: "no-region"; name: string }
);

function rangeProblem(
  at: PolicyProblem["at"],
  value: number,
  { least, most }: { least: number; most: number },
): PolicyProblem[] {
  return Number.isInteger(value) && value >= least && value <= most ? [] : [{ at, kind: "out-of-range", least, most }];
}

function amountProblem(at: PolicyProblem["at"], amount: Amount | null, least: number): PolicyProblem[] {
  if (amount === null) return [];
  return amount.kind === "count"
    ? rangeProblem(at, amount.count, { ...LIMITS.count, least })
    : rangeProblem(at, amount.percent, { ...LIMITS.percent, least });
}

function stepsProblem(steps: readonly number[]): PolicyProblem[] {
  const found = [
    ...rangeProblem("waves", steps.length, LIMITS.steps),
    ...steps.flatMap((step) => rangeProblem("waves", step, LIMITS.percent)),
  ];
  if (found.length > 0) return found.slice(0, 1);
  if (steps.some((step, index) => index > 0 && step <= (steps[index - 1] ?? 0)))
    return [{ at: "waves", kind: "steps-must-rise" }];
  return steps.at(-1) === LIMITS.percent.most ? [] : [{ at: "waves", kind: "steps-must-end-at-100" }];
}

/** Takes a policy and gives what is wrong with it, nothing where it can be used. */
export function problemsOf(policy: Policy): PolicyProblem[] {
  const { canary, waves, regions, cap, bakeMinutes, tolerance } = policy;
  return [
    ...(canary.kind === "amount" ? amountProblem("canary", canary.amount, 1) : []),
    ...(waves.by === "percent" ? stepsProblem(waves.steps) : []),
    ...(waves.by === "tag" && waves.key.trim() === "" ? [{ at: "waves", kind: "no-tag-key" } as const] : []),
    ...regions.order.flatMap((name): PolicyProblem[] =>
      REGION_NAME.test(name) ? [] : [{ at: "regions", kind: "no-region", name }],
    ),
    ...rangeProblem("cap", cap.perLane, LIMITS.capPerLane),
    ...(cap.inAll === null ? [] : rangeProblem("cap", cap.inAll, LIMITS.capInAll)),
    ...rangeProblem("bake", bakeMinutes.canary, LIMITS.bakeMinutes),
    ...rangeProblem("bake", bakeMinutes.wave, LIMITS.bakeMinutes),
    ...amountProblem("tolerance", tolerance.perLane, 0),
    ...amountProblem("tolerance", tolerance.inAll, 0),
  ];
}
