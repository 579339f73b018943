import type { Replacement } from "#lib/imds/environment.ts";
import { mostAtOnce } from "./limits.ts";
import type { Policy } from "./policy.ts";
import type { Target } from "./target.ts";
import type { Wave } from "./waves.ts";

/** How long a rollout may take, in minutes, and what that is made of. An estimate: AWS promises no times. */
export type Estimate = {
  minutes: number;
  updateMinutes: number;
  bakeMinutes: number;
  waves: number;
};

/**
 * Minutes that parts of an update take. [invented], from what documentation and published event logs suggest: an instance
 * launches and passes its checks in about 5; the stack's own work takes 2.
 */
const MINUTES = { stack: 2, launch: 5, terminate: 1 } as const;

const batches = (instances: number, size: number): number => Math.ceil(instances / Math.max(1, size));

/** Takes how instances are replaced, and how many there are, and gives about how many minutes one update takes. */
export function updateMinutes(replacement: Replacement, instances: number): number {
  if (instances === 0) return MINUTES.stack;
  switch (replacement.kind) {
    case "all-at-once":
    case "unknown":
      return MINUTES.stack + MINUTES.launch;
    case "immutable":
      // One instance is tried first; then the others come, and the old ones go.
      return MINUTES.stack + (instances > 1 ? 2 : 1) * MINUTES.launch + MINUTES.terminate;
    case "rolling": {
      // AWS: a third of the least number of instances, rounded up, where no batch size is set.
      const size = replacement.maxBatchSize ?? Math.ceil(instances / 3);
      return MINUTES.stack + batches(instances, size) * (MINUTES.terminate + MINUTES.launch);
    }
  }
}

/** Takes so many jobs and how many are done at a time and gives when the last is done, the longest first. */
function makespan(jobs: readonly number[], places: number): number {
  const free = Array.from({ length: Math.max(1, Math.min(places, jobs.length)) }, () => 0);
  for (const job of jobs.toSorted((one, other) => other - one)) {
    const next = free.indexOf(Math.min(...free));
    free[next] = (free[next] ?? 0) + job;
  }
  return Math.max(0, ...free);
}

/** Takes the targets that will change, their waves and the policy and gives about how long it all takes if nothing fails. */
export function estimateOf(
  targets: readonly Pick<Target, "id" | "accountId" | "region" | "before">[],
  waves: readonly Wave[],
  policy: Policy,
): Estimate {
  const laneOf = ({ accountId, region }: (typeof targets)[number]) => `${accountId} ${region}`;
  const minutesOf = ({ before }: (typeof targets)[number]) => updateMinutes(before.replacement, before.instanceCount);
  const byId = new Map(targets.map((target) => [target.id, target]));
  const sizes = new Map([...Map.groupBy(targets, laneOf)].map(([lane, list]) => [lane, list.length]));
  let updates = 0;
  for (const { targetIds } of waves) {
    const members = targetIds.flatMap((id) => byId.get(id) ?? []);
    const lanes = [...Map.groupBy(members, laneOf)].map(([lane, list]) => {
      const places = mostAtOnce(policy, sizes.get(lane) ?? 0, targets.length);
      return { places, longest: makespan(list.map(minutesOf), places) };
    });
    const together = mostAtOnce(
      { ...policy, cap: { ...policy.cap, perLane: targets.length }, tolerance: { ...policy.tolerance, perLane: null } },
      targets.length,
      targets.length,
    );
    // Neither the slowest lane nor all work divided by the places in all can be beaten.
    updates += Math.max(...lanes.map(({ longest }) => longest), makespan(members.map(minutesOf), together));
  }
  const bakes = waves.reduce((sum, { bakeMinutes }) => sum + bakeMinutes, 0);
  return { minutes: updates + bakes, updateMinutes: updates, bakeMinutes: bakes, waves: waves.length };
}
