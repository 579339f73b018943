import type { Replacement } from "#lib/imds/environment.ts";
import type { LaunchKind, Methods } from "#lib/imds/posture.ts";
import { methodsOf } from "#lib/imds/posture.ts";
import type { BlockReason, Before, Change, Drifted, FailReason, Transition } from "#lib/rollouts/target.ts";

/** What fills the places of a message in `rollouts`. */
type Values = Record<string, string | number>;

/** Takes why a target is blocked and gives the plain values of its sentence; translated ones are the caller's. */
export function blockValues(reason: BlockReason): Values {
  switch (reason.kind) {
    case "busy":
      return { status: reason.status };
    case "excepted":
      // A reason is read in any time zone, so it names its own.
      return { until: `${reason.until.slice(0, 16).replace("T", " ")} UTC`, owner: reason.owner };
    case "in-use":
      return { calls: reason.calls };
    case "changed-since-review":
    case "invalid":
    case "not-applicable":
    case "unsupported":
    case "terminated":
    case "setting-unknown":
    case "default-unknown":
    case "odd-value":
    case "pending-draft":
    case "in-another-rollout":
    case "tokens-enforced":
    case "lane-unreadable":
    case "check-refused":
      return {};
  }
}

/** Takes why a target failed and gives the values of its sentence; `notSet` stands for an absent value. */
export function failValues(reason: FailReason, notSet: string): Values {
  switch (reason.kind) {
    case "instances-disagree":
      return { required: reason.required, optional: reason.optional };
    case "value-kept":
      return { value: reason.optionValue ?? notSet };
    case "refused":
    case "rolled-back":
    case "completed-with-errors":
    case "aborted":
    case "terminated":
    case "inconclusive":
      return {};
  }
}

/** How it is known that AWS did nothing; `other`: no trace of the call was found. */
function notArrivedValues(known: Extract<Transition, { kind: "not-arrived" }>["known"]): Values {
  switch (known?.kind) {
    case "refused":
      return { why: "refused", code: known.failure.code, message: known.failure.message };
    case "not-sent":
      return { why: "unsent", code: "", message: "" };
    case undefined:
      return { why: "other", code: "", message: "" };
  }
}

/** Takes a transition and gives the values of its line. */
export function transitionValues(transition: Transition): Values {
  switch (transition.kind) {
    case "started":
      return { attempt: transition.attempt };
    case "succeeded":
      return { instances: transition.proof.instances };
    case "not-arrived":
      return notArrivedValues(transition.known);
    case "abort-answered": {
      const { answer } = transition;
      const failure = answer.kind === "refused" ? answer.failure : { code: "", message: "" };
      return { answer: answer.kind, code: failure.code, message: failure.message };
    }
    case "abort-announced":
    case "abort-not-arrived":
    case "answer-lost":
    case "accepted":
    case "applied":
    case "skipped":
    case "blocked":
    case "failed":
      return {};
  }
}

export type ReplacementKey = "single" | "all-at-once" | "rolling-health" | "rolling-time" | "immutable" | "unknown";

/** Takes how instances are replaced and gives the key of its words. */
export function replacementKey(replacement: Replacement): ReplacementKey {
  switch (replacement.kind) {
    case "all-at-once":
      return replacement.singleInstance ? "single" : "all-at-once";
    case "rolling":
      return replacement.by === "Health" ? "rolling-health" : "rolling-time";
    case "immutable":
    case "unknown":
      return replacement.kind;
  }
}

const REPLACEMENTS = ["all-at-once", "rolling", "immutable", "unknown"] as const satisfies Replacement["kind"][];
const LAUNCHES = ["launch-template", "launch-configuration"] as const satisfies LaunchKind[];

/** Takes what differs from the review and its value and gives the key of its word; `undefined`: it is shown as AWS says it. */
export function driftedKey(what: Drifted["what"], value: string | null) {
  switch (what) {
    case "option-setting":
      return undefined;
    case "replacement": {
      const kind = REPLACEMENTS.find((each) => each === value);
      return kind && (`replacementKind.${kind}` as const);
    }
    case "launch-kind": {
      const kind = LAUNCHES.find((each) => each === value);
      return kind && (`launchKind.${kind}` as const);
    }
  }
}

/** Takes a change and the platform's default as reviewed and gives the methods afterwards; `null`: not known. */
export function methodsAfter(change: Change, { platformDefault }: Pick<Before, "platformDefault">): Methods | null {
  if (change.kind === "set") return change.methods;
  return platformDefault === null ? null : (methodsOf(platformDefault) ?? null);
}
