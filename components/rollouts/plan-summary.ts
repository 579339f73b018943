import { hasDowntime, movesToLaunchTemplate } from "#lib/rollouts/plan.ts";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { methodsAfter } from "./words.ts";

/** What a reviewer wants to know before anything else. Counts are of targets that will change, unless said otherwise. */
export type PlanSummary = {
  changing: number;
  accounts: number;
  regions: number;
  lanes: number;
  instances: number;
  downtime: number;
  byReplacement: { immutable: number; rolling: number; "all-at-once": number; unknown: number };
  launchTemplate: number;
  /** Of those whose IMDSv1 is disabled: those in which it is in use, and those of which too little is known. */
  inUse: number;
  noEvidence: number;
  /** Those in which Elastic Beanstalk may begin an update of its own about now. */
  managedWindow: number;
  skipped: number;
  blocked: number;
  /** The most that one lane has to do: a cap above it changes nothing. */
  largestLane: number;
};

/** Takes a draft's targets and gives its summary. */
export function summarise(
  targets: readonly Pick<TargetView, "accountId" | "region" | "change" | "before" | "state" | "readiness">[],
): PlanSummary {
  const summary: PlanSummary = {
    changing: 0,
    accounts: 0,
    regions: 0,
    lanes: 0,
    instances: 0,
    downtime: 0,
    byReplacement: { immutable: 0, rolling: 0, "all-at-once": 0, unknown: 0 },
    launchTemplate: 0,
    inUse: 0,
    noEvidence: 0,
    managedWindow: 0,
    skipped: 0,
    blocked: 0,
    largestLane: 0,
  };
  const accounts = new Set<string>();
  const regions = new Set<string>();
  const lanes = new Map<string, number>();
  for (const { accountId, region, change, before, state, readiness } of targets) {
    if (state.status === "skipped") summary.skipped += 1;
    if (state.status === "blocked") summary.blocked += 1;
    if (state.status !== "pending") continue;
    const lane = `${accountId} ${region}`;
    accounts.add(accountId);
    regions.add(region);
    lanes.set(lane, (lanes.get(lane) ?? 0) + 1);
    summary.changing += 1;
    summary.instances += before.instanceCount;
    summary.byReplacement[before.replacement.kind] += 1;
    if (hasDowntime(before.replacement)) summary.downtime += 1;
    if (movesToLaunchTemplate(change, before)) summary.launchTemplate += 1;
    if (readiness !== null && readiness.managedWindow !== null) summary.managedWindow += 1;
    if (methodsAfter(change, before) !== "v2-only") continue;
    if (readiness?.verdict === "in-use") summary.inUse += 1;
    if (readiness?.verdict === "no-evidence") summary.noEvidence += 1;
  }
  return {
    ...summary,
    accounts: accounts.size,
    regions: regions.size,
    lanes: lanes.size,
    largestLane: Math.max(0, ...lanes.values()),
  };
}
