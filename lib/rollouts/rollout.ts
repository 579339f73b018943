import type { AwsFailure } from "#lib/errors.ts";
import type { Verdict } from "#lib/imds/readiness.ts";
import type { Target, TargetStatus, Change, Transition } from "./target.ts";

/**
 * `draft`: planned and pinned, waiting for somebody to start it. `scheduled`: begins at a time. `finished` and `stopped`
 * are final.
 */
export type RolloutStatus = "draft" | "scheduled" | "running" | "finished" | "stopped" | "discarded";

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
  /** When a scheduled start is or was due, and the IANA zone in which it was said; `null`: it was started at once. */
  startAt: string | null;
  startZone: string | null;
  /** Why change windows do not hold it; `null`: they do. */
  windowOverride: string | null;
  /** How many targets of one lane may be in flight at once. */
  capPerLane: number;
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
  /** The verdict on disabling IMDSv1 as it stands now, and the calls counted; `null` where the environment is gone. */
  readiness: { verdict: Verdict; calls: number } | null;
  timeline: TimelineEntry[];
  events: BeanstalkEvent[];
};

export type RolloutDetail = RolloutSummary & {
  targets: TargetView[];
  /** Why lanes of this rollout can't be worked on at the moment, in AWS's words. */
  laneFailures: { accountId: string; region: string; failure: AwsFailure; at: string }[];
};
