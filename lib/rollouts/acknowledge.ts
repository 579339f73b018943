import { hasDowntime } from "./plan.ts";
import { wantedMethods } from "./decide.ts";
import type { Acknowledgements, TargetView } from "./rollout.ts";

/** A draft's target as far as it must be known to start it. */
type Asked = Pick<TargetView, "change" | "before" | "state" | "readiness">;

/** A reason has at least so many characters; fewer say nothing. */
export const LEAST_REASON = 3;

/** What a person is to accept before a draft starts, by what of the acknowledgements it is. */
type Acknowledgement = "downtime" | "inUse" | "noEvidence";

/** What a draft's targets would need: which will change, which are in use, and what is to be accepted of them. */
type Needs<T> = {
  /** Left out, because IMDSv1 is in use there and nobody gave a reason to change them all the same. */
  leftOut: T[];
  /** Will change. */
  pending: T[];
  /** What is to be accepted, and has not been. */
  missing: Acknowledgement[];
};

const isDisabled = ({ change, before }: Asked): boolean => wantedMethods(change, before.platformDefault) === "v2-only";

/** Takes a draft's target and tells whether IMDSv1, which is to be disabled there, is known to be in use. */
export function isInUse(target: Asked): boolean {
  return target.state.status === "pending" && isDisabled(target) && target.readiness?.verdict === "in-use";
}

/** Takes a draft's target and tells whether too little is known of the use of IMDSv1, which is to be disabled there. */
export function lacksEvidence(target: Asked): boolean {
  return target.state.status === "pending" && isDisabled(target) && target.readiness?.verdict === "no-evidence";
}

/**
 * Takes a draft's targets and what a person accepted and gives what follows. Of a single change
 * nobody is asked about missing evidence: its panel shows it beside the button. Of many, nobody has seen each.
 */
export function startNeeds<T extends Asked>(targets: readonly T[], accepted: Acknowledgements): Needs<T> {
  const isBulk = targets.length > 1;
  const inUse = targets.filter(isInUse);
  const leftOut = isBulk && accepted.inUse?.kind === "leave-out" ? inUse : [];
  const left = new Set(leftOut);
  const pending = targets.filter((target) => target.state.status === "pending" && !left.has(target));
  const missing: Acknowledgement[] = [];
  if (!accepted.downtime && pending.some(({ before }) => hasDowntime(before.replacement))) missing.push("downtime");
  const isReasoned = accepted.inUse?.kind === "override" && accepted.inUse.reason.trim().length >= LEAST_REASON;
  if (!isReasoned && inUse.length > leftOut.length) missing.push("inUse");
  if (!accepted.noEvidence && isBulk && pending.some(lacksEvidence)) missing.push("noEvidence");
  return { leftOut, pending, missing };
}
