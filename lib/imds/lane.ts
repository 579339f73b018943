import type { AwsFailure } from "#lib/errors.ts";
import type { LaneKey } from "./environment.ts";
import type { MetricsFailure } from "./use.ts";

/** What a scan of a lane is doing. Calls are counted, so that progress is true. */
export type ScanPhase = "identity" | "environments" | "instances" | "platforms" | "settings" | "metrics";

/** A lane as the dashboard shows it. Timestamps are ISO 8601 in UTC; JSON-safe, for the browser. */
export type LaneView = LaneKey & {
  accountLabel: string;
  roleArn: string | null;
  identityArn: string | null;
  scan:
    | { kind: "never" }
    | { kind: "queued" }
    | {
        kind: "scanning";
        phase: ScanPhase;
        callsDone: number;
        callsKnown: number;
        /** What AWS said last is that it is asked too often. */
        throttled: boolean;
        startedAt: string;
      }
    | { kind: "idle" };
  lastSuccessAt: string | null;
  /** The last scan's error; rows of an earlier success stay, marked stale. */
  failure: (AwsFailure & { at: string; phase: ScanPhase }) | null;
  /** Why IMDSv1 use cannot be read; what is shown of it is from an earlier reading. The scan itself goes on. */
  metricsFailure: MetricsFailure | null;
  /** Why a platform's default could not be read; what is known of it is from an earlier reading. The scan itself goes on. */
  platformsFailure: (AwsFailure & { at: string }) | null;
  environmentCount: number;
  httpTokensEnforced: boolean | null;
};
