import { chanceOf, type Chance } from "./random.ts";

/** What can go wrong between a client and AWS, by name; `docs/simulator.md` tells each one's effect. */
export type Fault =
  | { kind: "throttle-storm" }
  | { kind: "internal-error" }
  | { kind: "unavailable" }
  | { kind: "expired-token" }
  /** The page token has expired; only calls that bring one are struck. */
  | { kind: "expired-page-token" }
  /** CloudWatch has not all datapoints at hand, of series of this period or of any, and says so. */
  | { kind: "partial-counts"; periodSeconds?: number | undefined }
  /** AWS's clock is this far ahead of the caller's, for this one call. */
  | { kind: "clock-skew"; seconds: number }
  /** The connection ends before AWS has done anything. */
  | { kind: "drop-before" }
  /** AWS does what was asked, and the connection ends without an answer. */
  | { kind: "drop-after" }
  /** AWS does what was asked, and the answer ends in the middle. */
  | { kind: "truncate" }
  /** AWS does what was asked at once, and answers this much later. */
  | { kind: "slow"; milliseconds: number };

/** Which calls a rule is about; what is left out fits any. `service` is the signing name. */
export type FaultPlace = {
  accountId?: string | undefined;
  region?: string | undefined;
  service?: string | undefined;
  operation?: string | undefined;
};

/** A fault, where it may strike, and how often: this share of the calls there, until it has struck so many times. */
type FaultRule = {
  id: string;
  fault: Fault;
  where: FaultPlace;
  probability: number;
  /** How often it may still strike; `null`: until it is taken away. */
  left: number | null;
  hits: number;
};

export type NewFault = { fault: Fault; where?: FaultPlace; probability?: number; count?: number };

/** The rules in force, in the order in which they came. */
export type Faults = {
  /** Gives the new rule's id. */
  add: (fault: NewFault) => string;
  /** `false` where there is no such rule. */
  remove: (id: string) => boolean;
  clear: () => void;
  list: () => readonly Readonly<FaultRule>[];
  /**
   * Takes a call's place, and whether it asks for a further page, and gives the fault that strikes it, if any: that of the
   * first rule that fits and fires.
   */
  strike: (call: Required<FaultPlace> & { hasPageToken?: boolean }) => Fault | undefined;
};

const fits = (where: FaultPlace, call: Required<FaultPlace>): boolean =>
  (where.accountId ?? call.accountId) === call.accountId &&
  (where.region ?? call.region) === call.region &&
  (where.service ?? call.service) === call.service &&
  (where.operation ?? call.operation) === call.operation;

/** Makes an empty set of rules; chance comes from the seed, so that the same calls in the same order meet the same faults. */
export const makeFaults = (seed: number): Faults => {
  const chance: Chance = chanceOf(seed ^ 0xfa017);
  let rules: FaultRule[] = [];
  let made = 0;
  return {
    add: ({ fault, where = {}, probability = 1, count }) => {
      made += 1;
      const id = `fault-${made}`;
      rules.push({ id, fault, where, probability, left: count ?? null, hits: 0 });
      return id;
    },
    remove: (id) => {
      const before = rules.length;
      rules = rules.filter((rule) => rule.id !== id);
      return rules.length < before;
    },
    clear: () => {
      rules = [];
    },
    list: () => rules,
    strike: (call) => {
      for (const rule of rules) {
        if (rule.left === 0 || !fits(rule.where, call)) continue;
        if (rule.fault.kind === "expired-page-token" && call.hasPageToken !== true) continue;
        if (rule.probability < 1 && !chance.happens(rule.probability)) continue;
        rule.hits += 1;
        if (rule.left !== null) rule.left -= 1;
        return rule.fault;
      }
      return undefined;
    },
  };
};
