import type { ManagedUpdates } from "./managed-window.ts";
import type { ExceptionDetail, ExceptionMark } from "./exception.ts";
import type { ConfiguredWord, EffectiveWord, HttpTokens, LaunchKind, Posture } from "./posture.ts";
import type { Readiness, Verdict } from "./readiness.ts";
import type { KnownTags } from "./tags.ts";
import type { UseEvidence, UseWord } from "./use.ts";

/** An environment's identity everywhere: AWS reuses names, and ids are unique only within a lane. */
export type EnvironmentKey = { accountId: string; region: string; environmentId: string };

/** An environment that AWS listed once. `goneAt` (ISO 8601): the scan that missed it. `successorId`: who has its name now. */
export type GoneEnvironment = EnvironmentKey & {
  name: string;
  application: string;
  goneAt: string;
  successorId: string | null;
};

/** One account in one region: the unit in which AWS throttles, so the unit of scanning and of rollout concurrency. */
export type LaneKey = { accountId: string; region: string };

export type Tier = "WebServer" | "Worker" | "Cluster" | "Unknown";

/** How a launch-configuration change replaces instances; AWS: using-features.managing.ec2 and environments-updating. */
export type Replacement =
  | { kind: "all-at-once"; singleInstance: boolean }
  | { kind: "rolling"; by: "Health" | "Time"; maxBatchSize: number | null; minInService: number | null }
  | { kind: "immutable" }
  | { kind: "unknown" };

export type Health = "Green" | "Yellow" | "Red" | "Grey";

/** One row of the list: what the last scan stored. Timestamps are ISO 8601 in UTC; JSON-safe, for the browser. */
export type EnvironmentRow = EnvironmentKey & {
  name: string;
  application: string;
  accountLabel: string;
  arn: string | null;
  description: string | null;
  platform: string;
  tier: Tier;
  status: string;
  health: Health;
  healthStatus: string | null;
  configured: ConfiguredWord;
  /** `true` when the value equals the platform's default, or is not set. */
  configuredIsDefault: boolean;
  effective: EffectiveWord;
  drift: boolean;
  draftStatus: "pending" | "failed" | null;
  instanceCount: number;
  requiredCount: number;
  imdsUse: UseWord;
  /** IMDSv1 calls in the window; 0 unless in use. */
  imdsCalls: number;
  /** The verdict on disabling IMDSv1. */
  readiness: Verdict;
  dateUpdated: string | null;
  /** When it was listed, and when its parts were read; `null`: never. */
  scannedAt: string;
  settingsReadAt: string | null;
  instancesReadAt: string | null;
  /** When the oldest of what the row shows was read. */
  oldestReadAt: string;
  /** The unfinished rollout this environment is a target of, if any. */
  activeRolloutId: string | null;
  /** The accepted risk that covers it now, if any; of several the one that lasts longest. */
  exception: ExceptionMark | null;
};

/** Everything the environment's own page shows. */
export type EnvironmentDetail = EnvironmentRow & {
  posture: Posture;
  platformArn: string | null;
  cname: string | null;
  versionLabel: string | null;
  dateCreated: string | null;
  abortable: boolean;
  optionValue: string | null;
  platformDefault: string | null;
  /** When its platform's default was read last; `null`: never. */
  platformReadAt: string | null;
  instances: { id: string; httpTokens: HttpTokens; launchedAt: string | null }[];
  replacement: Replacement;
  launchKind: LaunchKind | null;
  httpTokensEnforced: boolean | null;
  /** `null`: Elastic Beanstalk does not update its platform by itself, or its settings were not read. */
  managedUpdates: ManagedUpdates | null;
  tags: KnownTags;
  evidence: UseEvidence;
  verdict: Readiness;
  /** The verdict on allowing IMDSv1 again; `null` where the setting does not disable it. */
  wayBack: Readiness | null;
  exception: ExceptionDetail | null;
};

/** What one DescribeEnvironments entry says. Timestamps are ISO 8601. AWS: API_EnvironmentDescription. */
export type EnvironmentFacts = {
  environmentId: string;
  name: string;
  application: string;
  arn: string | null;
  description: string | null;
  /** What its platform's options are cached by: the platform's ARN, else the solution stack's name. */
  platformKey: string;
  /** The platform's name as people read it. */
  platform: string;
  platformArn: string | null;
  tier: Tier;
  status: string;
  health: Health;
  healthStatus: string | null;
  abortable: boolean;
  cname: string | null;
  versionLabel: string | null;
  dateCreated: string | null;
  dateUpdated: string | null;
};
