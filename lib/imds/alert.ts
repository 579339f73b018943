import type { AwsFailure } from "#lib/errors.ts";
import type { EnvironmentKey } from "./environment.ts";
import { allowsV1, answersV1 } from "./history.ts";
import type { Cause, PostureChange, PostureWords } from "./history.ts";

/** What can be wrong. The last is a lane's, the others an environment's. */
export const ALERT_KINDS = [
  "newly-allows-v1",
  "switched-back",
  "exception-ended",
  "drifted",
  "lane-unreadable",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What was seen when an alert was opened. */
export type AlertDetail =
  | { before: PostureWords | null; after: PostureWords }
  | { failure: AwsFailure; failedScans: number; failingSince: string };

/** An alert as lists show it; JSON-safe. `environmentId` is empty where it is the lane's. */
export type AlertView = EnvironmentKey & {
  id: string;
  kind: AlertKind;
  name: string | null;
  application: string | null;
  accountLabel: string;
  detail: AlertDetail;
  openedAt: string;
  closedAt: string | null;
};

/** A message to the webhook as the settings show it; JSON-safe. */
export type DeliveryView = {
  id: string;
  type: string;
  state: "waiting" | "delivered" | "given-up";
  attempts: number;
  createdAt: string;
  dueAt: string;
  lastAttemptAt: string | null;
  httpStatus: number | null;
  error: string | null;
  /** How the receiver's last answer began. */
  answer: string | null;
};

/**
 * Takes a change, who made it and whether the risk is accepted, and gives the alert it is, if any. What we did ourselves
 * was reviewed before, and so was what is accepted.
 */
export function alertOfChange(
  change: PostureChange,
  cause: Cause,
  accepted: boolean,
): "newly-allows-v1" | "switched-back" | null {
  const { before, after, what } = change;
  if (after === null || cause.kind === "rollout" || accepted) return null;
  if (what.includes("appeared")) return allowsV1(after) ? "newly-allows-v1" : null;
  if (before?.configured === "v2-only" && after.configured === "v1-and-v2") return "switched-back";
  if (before?.configured === "v2-only" && after.configured === "unsupported") return "newly-allows-v1";
  // Against a setting of IMDSv2 only it is drift, which has an alert of its own.
  if (after.configured === "v2-only") return null;
  return before?.effective === "v2-only" && answersV1(after) ? "newly-allows-v1" : null;
}

/**
 * Takes when an environment came to drift (`null`: not before our eyes) and tells whether that is an alert: a scan reads
 * instances and settings one after the other, so that only what a second one finds again is drift.
 */
export function isLastingDrift(drift: boolean, driftedAt: Date | null, now: Date): boolean {
  return drift && driftedAt !== null && driftedAt < now;
}

/**
 * Takes an open alert's kind, the environment's posture (`null`: it is gone) and whether the risk is accepted, and tells
 * whether it is still so.
 */
export function stillHolds(
  kind: Exclude<AlertKind, "lane-unreadable">,
  posture: PostureWords | null,
  accepted: boolean,
): boolean {
  if (posture === null) return false;
  switch (kind) {
    case "newly-allows-v1":
    case "switched-back":
    case "exception-ended":
      return allowsV1(posture) && !accepted;
    case "drifted":
      return posture.drift;
  }
}

/** So many failed scans in a row, or two over so long a time, are more than a moment's trouble. */
const FAILED_SCANS = 3;
const FAILING_MS = 15 * 60_000;

/** Takes how a lane's scans have failed and tells whether it counts as unreadable. */
export function isUnreadable(
  { failedScans, failingSince }: { failedScans: number; failingSince: Date | null },
  now: Date,
): boolean {
  if (failingSince === null) return false;
  return failedScans >= FAILED_SCANS || (failedScans > 1 && now.getTime() - failingSince.getTime() >= FAILING_MS);
}
