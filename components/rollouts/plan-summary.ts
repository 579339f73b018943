import { hasDowntime, movesToLaunchTemplate } from "#lib/rollouts/plan.ts";
import type { Target } from "#lib/rollouts/target.ts";

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
  skipped: number;
  blocked: number;
  /** The most that one lane has to do: a cap above it changes nothing. */
  largestLane: number;
};

/** Takes a draft's targets and gives its summary. */
export function summarise(targets: readonly Target[]): PlanSummary {
  const summary: PlanSummary = {
    changing: 0,
    accounts: 0,
    regions: 0,
    lanes: 0,
    instances: 0,
    downtime: 0,
    byReplacement: { immutable: 0, rolling: 0, "all-at-once": 0, unknown: 0 },
    launchTemplate: 0,
    skipped: 0,
    blocked: 0,
    largestLane: 0,
  };
  const accounts = new Set<string>();
  const regions = new Set<string>();
  const lanes = new Map<string, number>();
  for (const { accountId, region, change, before, state } of targets) {
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
  }
  return {
    ...summary,
    accounts: accounts.size,
    regions: regions.size,
    lanes: lanes.size,
    largestLane: Math.max(0, ...lanes.values()),
  };
}
