import type { AwsFailure } from "#lib/errors.ts";

/** Whose word it is that an account is read: the server's own credentials, the configuration, or the organization. */
type AccountSource = "ambient" | "configured" | "organization";

/** Why a region of an account is not read. */
export type LeftOutReason = "not-enabled" | "no-elastic-beanstalk";

/** The regions of an account that are read, and the others with the reason. */
export type AccountRegions = { read: string[]; leftOut: { region: string; reason: LeftOutReason }[] };

/** States in which AWS lets nobody into a member account; AWS: API_Account of Organizations, `State`. */
const SHUT: ReadonlySet<string> = new Set(["PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"]);

/** Takes a member account's state, `null` where no organization told it, and tells whether the account can be read at all. */
export function isOpen(state: string | null): boolean {
  return state === null || !SHUT.has(state);
}

/** An account as the dashboard shows it. Timestamps are ISO 8601 in UTC; JSON-safe, for the browser. */
export type AccountView = {
  accountId: string;
  label: string;
  source: AccountSource;
  /** What Organizations says of it; `null` where it was not asked. */
  state: string | null;
  /** `null`: the server's own credentials. */
  roleArn: string | null;
  regions: AccountRegions;
  /** Why its regions could not be read; those of an earlier reading stay. */
  failure: (AwsFailure & { at: string }) | null;
  discoveredAt: string;
};

/** The last reading of the organization; its accounts of an earlier one stay where it failed. */
export type OrganizationView = {
  lastSuccessAt: string | null;
  failure: (AwsFailure & { at: string }) | null;
};

/** A permission that AWS said is missing; `accountId` is `null` where it is the server's own identity that lacks it. */
export type MissingPermission = {
  accountId: string | null;
  accountLabel: string | null;
  /** As IAM names it: `ec2:CreateLaunchTemplate`. */
  action: string;
  /** The operations that it stopped. */
  stopped: string[];
  regions: string[];
  /** AWS's own; `null` where only the lack of an answer is known. */
  words: string | null;
  requestId: string | null;
  at: string;
};
