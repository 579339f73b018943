import type { Fault } from "./faults.ts";
import type { Step } from "./transitions.ts";

/** What the simulated AWS holds. Plain data: the services read it, `transitions.ts` moves it. */

/** How often an instance's software still calls IMDSv1; `unreported` publishes no metric at all. */
export type ImdsV1Use = { kind: "unreported" } | { kind: "reported"; callsPerHour: number };

export type Instance = {
  id: string;
  environmentId: string;
  environmentName: string;
  state: "pending" | "running" | "shutting-down" | "terminated";
  launchedAt: Date;
  terminatedAt: Date | undefined;
  httpTokens: "required" | "optional";
  hopLimit: number;
  imageId: string;
  instanceType: string;
  availabilityZone: string;
  autoScalingGroupName: string;
  imdsV1Use: ImdsV1Use;
  tags: Record<string, string>;
};

export type PlatformFamily = "al1" | "al2" | "al2023" | "windows-2019" | "windows-2022" | "eks";

export type Platform = {
  /** Without region: the ARN is made per region. */
  name: string;
  version: string;
  solutionStackName: string;
  family: PlatformFamily;
  /** `undefined`: the platform does not know the option at all. */
  disableImdsV1Default: "true" | "false" | undefined;
};

export type OptionKey = `${string}/${string}`;

/** A set of explicit option values, by `namespace/name`; what is absent takes the platform's default. */
export type OptionValues = Record<OptionKey, string>;

export type UpdatePolicy =
  | { kind: "all-at-once" }
  | { kind: "rolling"; by: "Time" | "Health"; batchSize: number }
  | { kind: "immutable" };

export type EnvironmentEvent = {
  at: Date;
  message: string;
  severity: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
  requestId: string | undefined;
  environmentId: string;
  environmentName: string;
  applicationName: string;
};

/** What updates of an environment's launch settings come to; drawn from the seed, so tests can look it up. */
type Fate = "succeeds" | "rolls-back" | "fails-degraded";

export type Environment = {
  id: string;
  name: string;
  arn: string;
  applicationName: string;
  description: string | undefined;
  tier:
    | { name: "WebServer" | "Worker"; type: "Standard" | "SQS/HTTP"; version: string }
    | { name: "Cluster"; type: "EKS"; version: string };
  platform: Platform;
  versionLabel: string;
  cname: string;
  status: "Launching" | "Updating" | "Aborting" | "Ready" | "Terminating" | "Terminated";
  health: "Green" | "Yellow" | "Red" | "Grey";
  healthStatus: "No Data" | "Unknown" | "Pending" | "Ok" | "Info" | "Warning" | "Degraded" | "Severe" | "Suspended";
  abortable: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** Set when the environment was terminated; it stays visible for about an hour to IncludeDeleted. */
  terminatedAt: Date | undefined;
  singleInstance: boolean;
  launches: "launch-configuration" | "launch-template";
  launchId: string;
  desiredCapacity: number;
  deployed: OptionValues;
  /** The set being applied (`pending`) or the one that failed and remains as a draft. */
  draft: { status: "pending" | "failed"; values: OptionValues } | undefined;
  /** The application's own environment variables, in clear text, as AWS returns them. */
  variables: Record<string, string>;
  tags: Record<string, string>;
  instances: Instance[];
  fate: Fate;
  /** The operation under way, for events and for knowing which queued transitions an abort cancels. */
  operation:
    | {
        requestId: string;
        kind: "update" | "abort" | "terminate" | "launch";
        startedAt: Date;
        /** Ids of the instances that were there before an operation that replaces them; without it, all were. */
        found?: readonly string[];
      }
    | undefined;
};

export type Application = { name: string; description: string | undefined; createdAt: Date; updatedAt: Date };

/** One account in one region: the unit in which AWS keeps state and throttles. */
export type Lane = {
  accountId: string;
  region: string;
  applications: Application[];
  /** Also the recently terminated ones. */
  environments: Environment[];
  /** Instances whose environment no longer lists them: metrics of the gone are still readable. */
  goneInstances: Instance[];
  /** Oldest first. */
  events: EnvironmentEvent[];
  httpTokensEnforced: boolean;
  metadataDefaults: { httpTokens: "optional" | "required" | "no-preference"; hopLimit: number | undefined };
  /** A lane that answers every Elastic Beanstalk call with an AWS-side error. */
  broken: boolean;
};

export type Account = {
  id: string;
  alias: string;
  /** Long-lived keys of a user in this account. */
  accessKeyId: string;
  secretAccessKey: string;
  roleArn: string;
  externalId: string;
  roleAssumable: boolean;
  /** The role's MaxSessionDuration. */
  maxSessionSeconds: number;
  mayManageLaunchTemplates: boolean;
};

/** [MODEL] AccountState. */
export type MemberState = "PENDING_ACTIVATION" | "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED";

/** An account as its organization knows it; one that is closed has neither keys nor lanes here. */
export type Member = {
  id: string;
  name: string;
  email: string;
  state: MemberState;
  joinedMethod: "CREATED" | "INVITED";
  joinedAt: Date;
};

/** What AWS Organizations holds; who may ask for it is the management account and the delegated administrators. */
export type Organization = {
  id: string;
  managementAccountId: string;
  delegatedAdministrators: string[];
  members: Member[];
};

/** Credentials AssumeRole gave out; they end by the world's clock. */
export type Session = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  accountId: string;
  roleArn: string;
  sessionName: string;
  expiresAt: Date;
};

/** A step an environment takes at a given instant; see `transitions.ts`. */
export type DueTransition = {
  at: Date;
  sequence: number;
  accountId: string;
  region: string;
  environmentId: string;
  requestId: string;
  step: Step;
};

/** One mutating call, as it was received, for tests that ask what really happened. */
export type JournalEntry = {
  /** Counts from 1. */
  sequence: number;
  at: Date;
  requestId: string;
  accountId: string;
  region: string;
  /** Who signed it. */
  principalArn: string;
  service: string;
  operation: string;
  /** `null` where it could not be read. */
  input: unknown;
  outcome: { kind: "accepted" } | { kind: "refused"; code: string; message: string };
  /** What was made to go wrong with it; the outcome is AWS's all the same, also where its answer was lost. */
  fault: Fault["kind"] | null;
};

/** How often an operation was called in a lane, and how that ended: for tests that count what work costs. */
export type CallCount = {
  accountId: string;
  region: string;
  service: string;
  operation: string;
  answered: number;
  throttled: number;
  /** Refused otherwise, also for its signature, or lost by a fault on either way. */
  failed: number;
};

export type World = {
  seed: number;
  /** Durations of what environments do are divided by this; clocks, throttles and expiries are not. */
  speed: number;
  partition: "aws";
  regions: string[];
  /** `undefined`: its accounts are in no organization. */
  organization: Organization | undefined;
  accounts: Account[];
  sessions: Session[];
  lanes: Lane[];
  queue: DueTransition[];
  nextSequence: number;
  journal: JournalEntry[];
  /** By account, region, service and operation. */
  calls: Map<string, CallCount>;
};

/** Who signed the request. */
export type Caller = { account: Account; region: string; principalArn: string; userId: string };

/** What a service handler is given besides its parsed input; `fault` for those that change what is answered. */
export type Call = { world: World; caller: Caller; now: Date; requestId: string; fault?: Fault | undefined };
