import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { Advice } from "./advice.ts";
import { adviceOf } from "./advice.ts";
import type { Gate } from "./gate.ts";
import type { FailReason, Target } from "./target.ts";

/** What went wrong with a target: its update, or what its bake showed after it. */
export type FailureCause =
  | { kind: "update"; reason: FailReason }
  | { kind: "gate"; why: Extract<Gate, { kind: "failed" }>["why"] };

export type FailedTarget = EnvironmentKey & {
  id: string;
  name: string;
  accountLabel: string;
  wave: number | null;
  cause: FailureCause;
};

/** Failures with one cause, as far as AWS's words tell, and so with one thing to do next; the first few of so many. */
export type FailureGroup = { advice: Advice | "gate"; count: number; failed: FailedTarget[] };

/** Takes a target with what its bake showed and gives what went wrong with it, or `null`. */
export function causeOf({ state, gate }: Pick<Target, "state"> & { gate: Gate | null }): FailureCause | null {
  if (state.status === "failed") return { kind: "update", reason: state.reason };
  return gate?.kind === "failed" ? { kind: "gate", why: gate.why } : null;
}

/** Takes failed targets and how many of each group are wanted, and gives the groups, the most frequent first. */
export function failureGroups(failed: readonly FailedTarget[], most: number): FailureGroup[] {
  const adviceFor = ({ cause }: FailedTarget): FailureGroup["advice"] =>
    cause.kind === "gate" ? "gate" : adviceOf(cause.reason);
  const groups = Map.groupBy(failed, adviceFor);
  return [...groups]
    .map(([advice, members]) => ({ advice, count: members.length, failed: members.slice(0, most) }))
    .toSorted((one, other) => other.count - one.count);
}
