import type { AwsFailure } from "#lib/errors.ts";
import type { ManagedWindow } from "#lib/imds/managed-window.ts";
import type { Verdict } from "#lib/imds/readiness.ts";
import type { Evidence, Gate, Missing } from "./gate.ts";
import type { Breach } from "./limits.ts";
import type { Policy } from "./policy.ts";
import type { Target, TargetStatus, Change, Transition } from "./target.ts";

/**
 * `draft`: planned and pinned, waiting for somebody to start it. `scheduled`: begins at a time. `paused`: what is in flight
 * ends, nothing starts. `finished` and `stopped` are final.
 */
export type RolloutStatus = "draft" | "scheduled" | "running" | "paused" | "finished" | "stopped" | "discarded";

/** Takes a rollout's status and tells whether the engine works on it. */
export function isUnderWay(status: RolloutStatus): status is "running" | "paused" {
  return status === "running" || status === "paused";
}

/** Why a rollout is paused. Names are of environments, the first few of so many. */
export type PauseReason =
  | { kind: "person"; by: string }
  | { kind: "halt"; by: string }
  | { kind: "tolerance"; breach: Breach; failed: string[] }
  | { kind: "inconclusive"; wave: number; count: number; names: string[]; missing: Missing[] };

/** The switch that halts every rollout: nothing is started anywhere until a person lifts it. */
export type Halt = { by: string; at: string; reason: string };

/**
 * A wave as screens show it. Timestamps are ISO 8601 in UTC; `bakeUntil` is there while it bakes, and `countsAt`, when
 * CloudWatch's counts of its refused calls are judged, where it waits for any.
 */
export type WaveView = {
  number: number;
  kind: "canary" | "wave";
  label: string | null;
  bakeMinutes: number;
  state: "waiting" | "working" | "baking" | "passed";
  openedAt: string | null;
  endedAt: string | null;
  bakeUntil: string | null;
  countsAt: string | null;
  passedAt: string | null;
  /** Who ended its bake; `null`: its gates did. */
  passedBy: string | null;
};

/** What a person accepted when starting: downtime, IMDSv1 in use with the reason, and too little evidence. */
export type Acknowledgements = {
  downtime: boolean;
  noEvidence: boolean;
  inUse: { kind: "leave-out" } | { kind: "override"; reason: string } | null;
};

/** Why it exists; a toggle is a rollout with one target, an undo and a retry are rollouts of their own. */
export type RolloutKind = "toggle" | "bulk" | "undo" | "retry";

export type TargetCounts = Record<TargetStatus, number>;

/** A rollout as lists show it. Timestamps are ISO 8601 in UTC; JSON-safe, for the browser. */
export type RolloutSummary = {
  id: string;
  kind: RolloutKind;
  status: RolloutStatus;
  /** `mixed`: an undo gives each target its own earlier value. */
  change: Change | { kind: "mixed" };
  createdBy: string;
  createdAt: string;
  startedBy: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  stopRequested: boolean;
  /** Stopped with the wish to abort what is in flight, where AWS can. */
  abortRequested: boolean;
  pause: (PauseReason & { at: string }) | null;
  policy: Policy;
  /** When a scheduled start is or was due, and the IANA zone in which it was said; `null`: it was started at once. */
  startAt: string | null;
  startZone: string | null;
  /** Why change windows do not hold it; `null`: they do. */
  windowOverride: string | null;
  /** Hash of what was reviewed; starting needs it, so that what was reviewed is what runs. */
  planHash: string;
  /** The rollout this one undoes or retries. */
  basedOn: string | null;
  counts: TargetCounts;
  lanes: number;
};

/** A line of a target's timeline. */
export type TimelineEntry = { at: string; transition: Transition };

/** An Elastic Beanstalk event of an environment, as AWS worded it. */
export type BeanstalkEvent = {
  at: string;
  severity: string;
  message: string;
  requestId: string | null;
};

export type TargetView = Target & {
  accountLabel: string;
  /**
   * The verdict on disabling IMDSv1 as it stands now, the calls counted, and the managed-update window that is open or opens
   * soon; `null` where the environment is gone.
   */
  readiness: { verdict: Verdict; calls: number; managedWindow: ManagedWindow | null } | null;
  /** Its wave's number; `null`: it was left out from the start. */
  wave: number | null;
  /** What its wave's bake has shown of it. */
  evidence: Evidence | null;
  gate: Gate | null;
  timeline: TimelineEntry[];
  events: BeanstalkEvent[];
};

export type RolloutDetail = RolloutSummary & {
  targets: TargetView[];
  waves: WaveView[];
  acknowledgements: Acknowledgements | null;
  /** Why lanes of this rollout can't be worked on at the moment, in AWS's words. */
  laneFailures: { accountId: string; region: string; failure: AwsFailure; at: string }[];
};

/** What a rollout of ours did to one environment; JSON-safe. */
export type OwnChange = {
  rolloutId: string;
  actor: string | null;
  startedAt: string;
  change: Change;
  status: TargetStatus;
};
