import type { AwsFailure } from "#lib/errors.ts";
import { containersCutOff } from "./hop-limit.ts";
import type { ManagedWindow } from "./managed-window.ts";
import type { Configured, Effective, Methods, PostureInstance } from "./posture.ts";
import type { UseEvidence } from "./use.ts";

/** The verdict on a switch, in one word that lists filter by. */
export const VERDICTS = [
  "in-use",
  "ready",
  "no-evidence",
  "busy",
  "blocked",
  "already-enforced",
  "not-applicable",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A permission that was missing when a change was last tried, in AWS's words. */
export type Denial = { words: string[]; at: string };

/** Why the setting could not be read when it was last tried. */
export type SettingsFailure = { failure: AwsFailure; at: string };

/** The same, and whether it was for want of a permission. */
type JudgedFailure = SettingsFailure & { isDenied: boolean };

/** What a verdict is made of. Durations are in hours; words are the screens' business. */
export type Reason =
  | { kind: "cluster" }
  | { kind: "unsupported" }
  | ({ kind: "permission" } & Denial)
  | { kind: "pending-draft" }
  | { kind: "failed-draft" }
  /** The account requires IMDSv2 of what it launches: there is no way back to IMDSv1. */
  | { kind: "tokens-enforced" }
  | { kind: "busy"; status: string }
  /** The setting was never read. */
  | { kind: "setting-unknown" }
  /** It was read and is not set, and the default of its platform cannot be told. */
  | { kind: "default-unknown" }
  /** It was read, and its value is neither `true` nor `false`. */
  | { kind: "odd-value"; value: string }
  /** AWS refused the last reading of the setting; what is known of it, if anything, is from an earlier one. */
  | ({ kind: "setting-failed" } & JudgedFailure)
  | { kind: "already-set" }
  /** The setting is as wanted, and running instances are not. */
  | { kind: "not-in-force"; required: number; optional: number }
  /** The setting allows IMDSv1, and no running instance answers it. */
  | { kind: "instances-require"; instances: number }
  | { kind: "calls"; calls: number; instances: number; lastAt: string }
  | { kind: "rejected"; calls: number; instances: number; lastAt: string }
  | { kind: "zero"; hours: number; complete: boolean }
  | { kind: "short-window"; hours: number }
  /** No call was counted, and the counts are too old to say that there is none. */
  | { kind: "stale-evidence"; readAt: string }
  | { kind: "not-read" }
  | { kind: "read-failed"; failure: AwsFailure }
  | { kind: "no-data"; instances: number }
  | { kind: "silent"; instances: number }
  | { kind: "no-instances" }
  /** Code in containers needs a second hop, which a running instance does not allow; `hopLimit` is `null` where it is not known. */
  | { kind: "containers"; hopLimit: number | null }
  /** Elastic Beanstalk may begin an update of its own about now; a warning, which changes no verdict. */
  | ({ kind: "managed-window" } & ManagedWindow);

/** What somebody does next about a reason; at most one per kind. */
export type NextStep =
  | "find-caller"
  | "update-sdk"
  | "check-hop-limit"
  | "grant-change"
  | "grant-settings"
  | "grant-metrics"
  | "update-platform"
  | "finish-draft"
  | "lift-enforcement"
  | "replace-instances"
  | "run-instances"
  | "set-explicitly"
  | "watch-longer"
  | "wait"
  | "let-window-pass"
  | "switch"
  | "refresh";

export type Readiness = { verdict: Verdict; reasons: Reason[]; next: NextStep[] };

/** The facts a verdict is made of. */
export type ReadinessFacts = {
  status: string;
  platform: string;
  configured: Configured;
  effective: Effective;
  /** The pending and running instances; `null`: not read. */
  instances: readonly Pick<PostureInstance, "hopLimit">[] | null;
  draftStatus: "pending" | "failed" | null;
  settingsFailure: JudgedFailure | null;
  evidence: UseEvidence;
  /** Why the counts cannot be read at present. */
  metricsFailure: AwsFailure | null;
  /** What AWS refused for want of a permission when a change was last tried here. */
  changeRefused: Denial | null;
  httpTokensEnforced: boolean | null;
  /** The managed-update window that is open or opens soon. */
  managedWindow: ManagedWindow | null;
};

/** A count of zero over less than this says little. [invented] A day has seen most nightly jobs. */
const ENOUGH_HOURS = 24;

/** Takes a span and gives its whole hours. */
export const hoursOf = ({ from, to }: { from: string; to: string }): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 3_600_000));

/** What stands in the way whatever the instances do. */
function blockers({ configured, draftStatus, changeRefused, httpTokensEnforced }: ReadinessFacts, wanted: Methods) {
  const found: Reason[] = [];
  if (configured.kind === "unsupported") found.push({ kind: "unsupported" });
  if (wanted === "v1-and-v2" && httpTokensEnforced === true) found.push({ kind: "tokens-enforced" });
  if (draftStatus === "pending") found.push({ kind: "pending-draft" });
  if (changeRefused !== null) found.push({ kind: "permission", ...changeRefused });
  return found;
}

function unread({ settingsFailure }: ReadinessFacts): Reason[] {
  return settingsFailure === null ? [] : [{ kind: "setting-failed", ...settingsFailure }];
}

function whyStale(reason: Reason, { metricsFailure: failure }: ReadinessFacts): Reason[] {
  return reason.kind === "stale-evidence" && failure !== null ? [{ kind: "read-failed", failure }] : [];
}

/** What was read of the setting and tells nothing. */
function untold({ configured }: ReadinessFacts): Reason[] {
  if (configured.kind !== "unknown") return [];
  switch (configured.why) {
    case "not-read":
      return [];
    case "default-unknown":
      return [{ kind: "default-unknown" }];
    case "odd-value":
      return [{ kind: "odd-value", value: configured.value }];
  }
}

function windowNear({ managedWindow }: ReadinessFacts): Reason[] {
  return managedWindow === null ? [] : [{ kind: "managed-window", ...managedWindow }];
}

/** What is worth knowing beside any verdict on disabling IMDSv1. */
function notices(facts: ReadinessFacts): Reason[] {
  const { platform, instances, draftStatus, httpTokensEnforced } = facts;
  const found = windowNear(facts);
  if (draftStatus === "failed") found.push({ kind: "failed-draft" });
  const cutOff = containersCutOff(platform, instances);
  if (cutOff !== undefined) found.push({ kind: "containers", ...cutOff });
  if (httpTokensEnforced === true) found.push({ kind: "tokens-enforced" });
  return found;
}

type Judgement = { verdict: "ready" | "in-use" | "no-evidence"; reason: Reason };

function judgeUse({ evidence, metricsFailure: failure, effective }: ReadinessFacts): Judgement {
  const { use, stale } = evidence;
  switch (use.kind) {
    case "unknown":
      if (effective.kind === "no-instances") return { verdict: "no-evidence", reason: { kind: "no-instances" } };
      return {
        verdict: "no-evidence",
        reason: failure === null ? { kind: "not-read" } : { kind: "read-failed", failure },
      };
    case "no-data":
      return { verdict: "no-evidence", reason: { kind: "no-data", instances: use.instances } };
    case "in-use": {
      const { calls, instances, lastAt } = use;
      return { verdict: "in-use", reason: { kind: "calls", calls, instances, lastAt } };
    }
    case "none": {
      if (stale === true) return { verdict: "no-evidence", reason: { kind: "stale-evidence", readAt: use.readAt } };
      const hours = hoursOf(use.window);
      if (use.silent > 0) return { verdict: "no-evidence", reason: { kind: "silent", instances: use.silent } };
      if (hours < ENOUGH_HOURS) return { verdict: "no-evidence", reason: { kind: "short-window", hours } };
      return { verdict: "ready", reason: { kind: "zero", hours, complete: use.window.complete } };
    }
  }
}

/** What the running instances and the counts say of disabling IMDSv1. */
function judge(facts: ReadinessFacts): Judgement {
  const { configured, effective, evidence } = facts;
  const judged = judgeUse(facts);
  if (judged.verdict === "in-use") return judged;
  if (configured.kind === "unknown" && configured.why === "not-read")
    return { verdict: "no-evidence", reason: { kind: "setting-unknown" } };
  // That they run is evidence of its own; what they refuse is counted as well.
  if (configured.kind !== "unknown" && effective.kind === "v2-only" && evidence.rejected === null)
    return { verdict: "ready", reason: { kind: "instances-require", instances: effective.required } };
  return judged;
}

const STEPS: Record<Reason["kind"], readonly NextStep[]> = {
  cluster: [],
  unsupported: ["update-platform"],
  permission: ["grant-change"],
  "pending-draft": ["finish-draft"],
  "failed-draft": [],
  "tokens-enforced": ["lift-enforcement"],
  busy: ["wait"],
  "setting-unknown": ["refresh"],
  "default-unknown": ["set-explicitly"],
  "odd-value": ["set-explicitly"],
  "setting-failed": ["refresh"],
  "already-set": [],
  "not-in-force": ["replace-instances"],
  "instances-require": [],
  calls: ["find-caller", "update-sdk"],
  rejected: ["find-caller", "update-sdk"],
  zero: [],
  "short-window": ["watch-longer"],
  "stale-evidence": ["watch-longer"],
  "not-read": ["watch-longer"],
  "read-failed": ["grant-metrics"],
  "no-data": ["watch-longer"],
  silent: ["watch-longer"],
  "no-instances": ["run-instances"],
  containers: ["check-hop-limit"],
  "managed-window": ["let-window-pass"],
};

function stepsOf(reason: Reason): readonly NextStep[] {
  const denied = reason.kind === "setting-failed" && reason.isDenied;
  return denied ? ["grant-settings", ...STEPS[reason.kind]] : STEPS[reason.kind];
}

function verdictOf(verdict: Verdict, reasons: Reason[]): Readiness {
  const next = new Set(reasons.flatMap(stepsOf));
  // Reading again helps once the rest is done.
  if (next.delete("refresh")) next.add("refresh");
  if (verdict === "ready") next.add("switch");
  return { verdict, reasons, next: [...next] };
}

function toDisable(facts: ReadinessFacts): Readiness {
  const { configured, effective, status, evidence } = facts;
  const rejected: Reason[] = evidence.rejected === null ? [] : [{ kind: "rejected", ...evidence.rejected }];
  const isSet = configured.kind === "known" && configured.methods === "v2-only";
  if (isSet && (effective.kind === "v2-only" || effective.kind === "no-instances"))
    return verdictOf("already-enforced", [{ kind: "already-set" }, ...unread(facts), ...rejected]);

  const blocked = blockers(facts, "v2-only");
  const { verdict, reason } = judge(facts);
  const noted = notices(facts);
  const inForce: Reason[] =
    isSet && "required" in effective
      ? [{ kind: "not-in-force", required: effective.required, optional: effective.optional }]
      : [];
  const beside = [
    ...untold(facts),
    ...inForce,
    reason,
    ...whyStale(reason, facts),
    ...unread(facts),
    ...rejected,
    ...noted,
  ];
  if (blocked.length > 0) return verdictOf("blocked", [...blocked, ...beside]);
  if (status !== "Ready") return verdictOf("busy", [{ kind: "busy", status }, ...beside]);
  // What it refuses now it would refuse for good.
  if (verdict === "ready" && rejected.length > 0) return verdictOf("in-use", beside);
  return verdictOf(verdict, beside);
}

function toAllow(facts: ReadinessFacts): Readiness {
  const { configured, status } = facts;
  const blocked = blockers(facts, "v1-and-v2");
  if (blocked.length > 0) return verdictOf("blocked", blocked);
  if (configured.kind === "unknown") {
    const why: Reason[] = configured.why === "not-read" ? [{ kind: "setting-unknown" }] : untold(facts);
    return verdictOf("no-evidence", [...why, ...unread(facts)]);
  }
  if (configured.kind === "known" && configured.methods === "v1-and-v2")
    return verdictOf("not-applicable", [{ kind: "already-set" }]);
  const noted = windowNear(facts);
  if (status !== "Ready") return verdictOf("busy", [{ kind: "busy", status }, ...noted]);
  return verdictOf("ready", noted);
}

/**
 * Takes what is known of an environment and gives whether it can be switched to what is wanted, why, and what to do next. A verdict is advice:
 * the plan and the engine decide what is sent. What stands in the way comes before what is going on, and that before
 * what the counts say; all reasons are listed.
 */
export function readinessOf(facts: ReadinessFacts, wanted: Methods = "v2-only"): Readiness {
  if (facts.configured.kind === "not-applicable") return verdictOf("not-applicable", [{ kind: "cluster" }]);
  return wanted === "v2-only" ? toDisable(facts) : toAllow(facts);
}
