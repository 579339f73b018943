import type { Replacement, EnvironmentKey } from "#lib/imds/environment.ts";
import type { LaunchKind, Methods } from "#lib/imds/posture.ts";
import type { Tags } from "#lib/imds/tags.ts";
import type { AwsFailure } from "#lib/errors.ts";
import type { Validation, ValidationMessage } from "./validation.ts";

/** What a target's option setting is to become. `remove` lets a configuration file or the platform default speak again. */
export type Change = { kind: "set"; methods: Methods } | { kind: "remove" };

/** What was reviewed. The engine refuses to act on an environment that no longer looks like this. */
export type Before = {
  /** The deployed value as read; `null`: read, and not set. */
  optionValue: string | null;
  platformDefault: string | null;
  /** `null` where the option does not apply or what holds cannot be told; all but IMDSv2 only is blocked there. */
  methods: Methods | null;
  equalsDefault: boolean;
  dateUpdated: string | null;
  instanceCount: number;
  replacement: Replacement;
  launchKind: LaunchKind | null;
};

/** What differs from what was reviewed: whoever changed it had a reason, and nobody has seen what follows. */
export type Drifted = {
  kind: "drifted";
  what: "option-setting" | "replacement" | "launch-kind";
  was: string | null;
  is: string | null;
};

/** Why a target was left alone although nothing went wrong. */
export type SkipReason = "already-set" | "already-set-but-drifted" | "stopped" | "by-person" | Drifted;

/** Why a target must not be changed now. */
export type BlockReason =
  | { kind: "not-applicable" }
  | { kind: "unsupported" }
  | { kind: "busy"; status: string }
  | { kind: "terminated" }
  | { kind: "setting-unknown" }
  /** What holds without a value cannot be told; it can only be set to IMDSv2 only. */
  | { kind: "default-unknown" }
  /** Its value is neither `true` nor `false`; it can only be set to IMDSv2 only. */
  | { kind: "odd-value" }
  | { kind: "pending-draft" }
  | { kind: "in-another-rollout"; rolloutId: string }
  | { kind: "tokens-enforced" }
  /** An accepted risk covers it, so that a change of many leaves it out. */
  | { kind: "excepted"; exceptionId: string; until: string; owner: string }
  /** As versions before waves recorded what is skipped as drifted now. */
  | (Omit<Drifted, "kind"> & { kind: "changed-since-review" })
  /** IMDSv1 is in use, and nobody gave a reason to disable it all the same. */
  | { kind: "in-use"; calls: number }
  /** AWS was asked while planning, and would refuse the setting. */
  | { kind: "invalid"; messages: ValidationMessage[] }
  | { kind: "lane-unreadable"; failure: AwsFailure }
  /** The role Beanstalk works with in this account was refused before; learned from an earlier failure. */
  | { kind: "check-refused"; failure: AwsFailure };

/** Why a target failed. */
export type FailReason =
  | { kind: "refused"; failure: AwsFailure }
  /** AWS reported failure in its events, or put the old setting back. */
  | { kind: "rolled-back"; words: string[] }
  /** AWS reported failure in its events, and the new setting stands. */
  | { kind: "completed-with-errors"; words: string[] }
  /** It was aborted when its rollout was stopped, and the old setting stands. */
  | { kind: "aborted"; words: string[] }
  | { kind: "instances-disagree"; required: number; optional: number }
  | { kind: "value-kept"; optionValue: string | null }
  | { kind: "terminated" }
  | { kind: "inconclusive"; why: "no-end-in-time" | "answer-lost-too-often" | "unclear-who-changed-it" };

/**
 * What proves success: the deployed setting reads back and all instances agree. With the health before and as it was then, for
 * the gate, and when the update was sent, for how long it took.
 */
export type Proof = {
  optionValue: string | null;
  instances: number;
  at: string;
  sentAt?: string;
  healthBefore?: string;
  health?: string;
};

/**
 * Committed before UpdateEnvironment is sent. `dateUpdated` is AWS's DateUpdated as seen just before: when it has
 * moved, something was updated, whatever our clock and AWS's think of each other. `health` is as seen then.
 */
export type Intent = { at: string; dateUpdated: string | null; health?: string };

/** How many earlier calls left no answer and no trace. Calls that AWS refused, or that were not sent, are none of them. */
type Vanished = { vanished?: number };

/**
 * Committed before AbortEnvironmentUpdate is sent, once. `answer`: what AWS said; without one, it may or may not have
 * arrived. How the update ends is read from AWS in any case.
 */
type Abort = { at: string; answer?: { kind: "accepted" } | { kind: "refused"; failure: AwsFailure } };

/** A target's state. Timestamps are ISO 8601 in UTC. */
export type TargetState =
  | ({ status: "pending"; attempt: number } & Vanished)
  /** The intent is committed; the call may or may not have reached AWS. `lost`: it was made and no answer came. */
  | ({ status: "applying"; attempt: number; intent: Intent; lost: boolean } & Vanished)
  | { status: "updating"; attempt: number; intent: Intent; requestId: string | null; abort?: Abort }
  | {
      status: "verifying";
      attempt: number;
      intent: Intent;
      requestId: string | null;
      optionValue: string | null;
      since: string;
    }
  | { status: "succeeded"; attempt: number; proof: Proof }
  | { status: "skipped"; attempt: number; reason: SkipReason }
  | { status: "blocked"; attempt: number; reason: BlockReason }
  | { status: "failed"; attempt: number; reason: FailReason };

export type TargetStatus = TargetState["status"];

/** One environment inside a rollout. */
export type Target = EnvironmentKey & {
  id: string;
  rolloutId: string;
  name: string;
  application: string;
  change: Change;
  before: Before;
  /** As they were when it was planned: waves by a tag are made from these. `null`: planned by a version that kept none. */
  tags: Tags | null;
  /** What AWS said of the setting while it was planned; `null`: it was not asked. */
  validation: Validation | null;
  state: TargetState;
};

/**
 * How it is known that a call changed nothing: AWS refused it for a reason that is not the target's, or it was never
 * sent. Where it is absent, no trace of the call was found.
 */
type NotDone = { kind: "refused"; failure: AwsFailure } | { kind: "not-sent" };

/** The only ways a target's state changes; stored as they happen, they are the timeline and the audit trail. */
export type Transition =
  | { kind: "started"; attempt: number; intent: Intent }
  | { kind: "answer-lost"; failure: AwsFailure }
  | { kind: "accepted"; requestId: string | null }
  | { kind: "not-arrived"; known?: NotDone }
  | { kind: "abort-announced"; at: string }
  | { kind: "abort-answered"; answer: NonNullable<Abort["answer"]> }
  /** AWS took no calls then, or none was sent: it may be asked again. */
  | { kind: "abort-not-arrived"; known: NotDone }
  | { kind: "applied"; optionValue: string | null; at: string }
  | { kind: "succeeded"; proof: Proof }
  | { kind: "skipped"; reason: SkipReason }
  | { kind: "blocked"; reason: BlockReason }
  | { kind: "failed"; reason: FailReason };

const UNFINISHED: Record<TargetStatus, boolean> = {
  pending: true,
  applying: true,
  updating: true,
  verifying: true,
  succeeded: false,
  skipped: false,
  blocked: false,
  failed: false,
};

/** Takes a status and tells whether the engine still has something to do there. */
export function isUnfinished(status: TargetStatus): boolean {
  return UNFINISHED[status];
}

/** Takes a status and tells whether the target holds one of its lane's places: AWS may be at work on it. */
export function isInFlight(status: TargetStatus): boolean {
  return UNFINISHED[status] && status !== "pending";
}
