import { shareOf } from "#lib/rollouts/policy.ts";
import type { Amount, Policy, WaveRule } from "#lib/rollouts/policy.ts";

/** The sentences that tell a policy, by what they say. */
type PolicyLineKey =
  | "noCanary"
  | "canary"
  | "canaryPerRegion"
  | "oneWave"
  | "shares"
  | "wavesBy"
  | "wavesByFirst"
  | "wavesByTag"
  | "wavesByTagFirst"
  | "inSequence"
  | "inSequenceFirst"
  | "capPerLane"
  | "capInAll"
  | "noBake"
  | "bake"
  | "goesOn"
  | "firstFailureInLane"
  | "failuresInLane"
  | "shareInLane"
  | "firstFailure"
  | "failures"
  | "share"
  | "strict"
  | "soft";

/** One sentence with what may stand in it; what it does not name is left out. */
export type PolicyLine = {
  key: PolicyLineKey;
  count: number;
  percent: number;
  canary: number;
  wave: number;
  steps: string;
  rule: WaveRule["by"];
  tag: string;
  /** What comes first of what the others follow by name. */
  first: string;
};

const EMPTY = { count: 0, percent: 0, canary: 0, wave: 0, steps: "", rule: "all", tag: "", first: "" } as const;

function line(key: PolicyLineKey, values: Partial<Omit<PolicyLine, "key">> = {}): PolicyLine {
  return { ...EMPTY, key, ...values };
}

function canaryLine({ canary }: Policy, all: number): PolicyLine {
  switch (canary.kind) {
    case "none":
      return line("noCanary");
    case "amount":
      return line("canary", { count: Math.max(1, shareOf(canary.amount, all)) });
    case "one-per-region":
      return line("canaryPerRegion");
  }
}

function wavesLine({ waves, regions }: Policy): PolicyLine {
  const rule = waves.by;
  switch (rule) {
    case "all":
      return line("oneWave");
    case "percent":
      return line("shares", { steps: waves.steps.map((step) => `${step} %`).join(", ") });
    case "region":
      return regions.order.length === 0
        ? line("wavesBy", { rule })
        : line("wavesByFirst", { rule, first: regions.order.join(", ") });
    case "account":
    case "application":
      return line("wavesBy", { rule });
    case "tag":
      return waves.order.length === 0
        ? line("wavesByTag", { tag: waves.key })
        : line("wavesByTagFirst", { tag: waves.key, first: waves.order.join(", ") });
  }
}

function regionsLine({ run, order }: Policy["regions"]): PolicyLine[] {
  if (run === "parallel") return [];
  return [order.length === 0 ? line("inSequence") : line("inSequenceFirst", { first: order.join(", ") })];
}

function laneLine(amount: Amount): PolicyLine {
  if (amount.kind === "percent") return line("shareInLane", { percent: amount.percent });
  return amount.count === 0 ? line("firstFailureInLane") : line("failuresInLane", { count: amount.count });
}

function allLine(amount: Amount, all: number): PolicyLine {
  const count = shareOf(amount, all);
  if (count === 0) return line("firstFailure");
  return amount.kind === "percent" ? line("share", { percent: amount.percent, count }) : line("failures", { count });
}

/** Takes a policy without problems and how many environments will change, and gives the sentences that tell it, in order. */
export function policyLines(policy: Policy, all: number): PolicyLine[] {
  const { regions, cap, bakeMinutes, tolerance } = policy;
  const { canary, wave } = bakeMinutes;
  const tolerances = [
    ...(tolerance.perLane === null ? [] : [laneLine(tolerance.perLane)]),
    ...(tolerance.inAll === null ? [] : [allLine(tolerance.inAll, all)]),
  ];
  return [
    canaryLine(policy, all),
    wavesLine(policy),
    ...regionsLine(regions),
    line("capPerLane", { count: cap.perLane }),
    ...(cap.inAll === null ? [] : [line("capInAll", { count: cap.inAll })]),
    canary + wave === 0 ? line("noBake") : line("bake", { canary, wave }),
    ...(tolerances.length === 0 ? [line("goesOn")] : [...tolerances, line(tolerance.mode)]),
  ];
}
