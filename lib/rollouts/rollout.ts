import type { AwsFailure } from "#lib/errors.ts";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { ManagedWindow } from "#lib/imds/managed-window.ts";
import type { Verdict } from "#lib/imds/readiness.ts";
import type { Evidence, Gate, Missing } from "./gate.ts";
import type { Breach } from "./limits.ts";
import type { Estimate } from "./estimate.ts";
import type { Policy } from "./policy.ts";
import type { Target, TargetStatus, Change, Transition } from "./target.ts";
import type { ValidationProgress } from "./validation.ts";
import type { WaveKind } from "./waves.ts";

/**
 * `draft`: planned and pinned, waiting for somebody to start it. `scheduled`: begins at a time. `paused`: what is in flight
 * ends, nothing starts. `finished` and `stopped` are final.
 */
export type RolloutStatus = "draft" | "scheduled" | "running" | "paused" | "finished" | "stopped" | "discarded";

/** The statuses a list can be narrowed to; discarded drafts are in no list. */
export const LISTED = [
  "draft",
  "scheduled",
  "running",
  "paused",
  "finished",
  "stopped",
] as const satisfies readonly RolloutStatus[];
export type ListedStatus = (typeof LISTED)[number];

/** Takes any text and gives the status it names, or `null`. */
export function statusIn(text: string | null): ListedStatus | null {
  return LISTED.find((status) => status === text) ?? null;
}

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
  kind: WaveKind;
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
  /** How long it was reckoned to take, as pinned with its waves; `null`: by a version that kept no estimate. */
  estimate: Estimate | null;
  /** The rollout this one undoes or retries. */
  basedOn: string | null;
  counts: TargetCounts;
  /** Changed targets whose gate failed. */
  gatesFailed: number;
};

/** A rollout that undoes or retries another one. */
export type FollowUp = Pick<RolloutSummary, "id" | "kind" | "status" | "createdAt">;

/** The newest rollouts of a list, and how many there are in each status. */
export type RolloutPage = {
  rollouts: RolloutSummary[];
  /** Whether there are older ones; they follow the last of these. */
  hasMore: boolean;
  byStatus: Partial<Record<RolloutStatus, number>>;
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

/** A target as a long list shows it: how it stands, with the last thing that happened to it. */
export type TargetLine = EnvironmentKey &
  Pick<Target, "id" | "rolloutId" | "name" | "application" | "state"> & {
    accountLabel: string;
    wave: number | null;
    gate: Gate | null;
    last: TimelineEntry | null;
    /** What AWS said last, while it is at work on it. */
    event: BeanstalkEvent | null;
  };

/** A window of a rollout's targets, and how many a filter lets through. */
export type TargetWindow = { rows: TargetLine[]; matched: number };

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
  /** Whether CloudWatch is read: else no wave waits for its counts. */
  readsMetrics: boolean;
  acknowledgements: Acknowledgements | null;
  /** How far AWS has been asked whether it would take the settings. */
  validated: ValidationProgress;
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
