import type { Replacement } from "#lib/imds/environment.ts";
import { COUNTS_LAG_MINUTES, couldRefuse } from "./gate.ts";
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

/** What is to be done of a target: how long it takes, where, and whether it is at work already. */
export type Work = { lane: string; minutes: number; begun: boolean };

/** How many may be at work at a time: in a lane of a name, and in all. */
export type Places = { inLane: (lane: string) => number; inAll: number };

/** Takes work and how much is done at a time and gives when the last is done: what has begun first, then the longest. */
function makespan(work: readonly Work[], places: number): number {
  const free = Array.from({ length: Math.max(1, Math.min(places, work.length)) }, () => 0);
  const ordered = work.toSorted((one, other) => Number(other.begun) - Number(one.begun) || other.minutes - one.minutes);
  for (const { minutes } of ordered) {
    const next = free.indexOf(Math.min(...free));
    free[next] = (free[next] ?? 0) + minutes;
  }
  return Math.max(0, ...free);
}

/** Takes a wave's work and its places and gives about when all of it is done, in minutes. */
export function waveMinutes(work: readonly Work[], places: Places): number {
  const lanes = [...Map.groupBy(work, ({ lane }) => lane)].map(([lane, list]) => makespan(list, places.inLane(lane)));
  // Neither the slowest lane nor all work divided by the places in all can be beaten.
  return Math.max(0, ...lanes, makespan(work, places.inAll));
}

/** Takes a policy and gives what it leaves of its limits when only those for all lanes together count, for so many targets. */
export function acrossLanes(policy: Policy, size: number): Policy {
  return {
    ...policy,
    cap: { ...policy.cap, perLane: size },
    tolerance: { ...policy.tolerance, perLane: null },
  };
}

/**
 * Takes a wave's bake, what it changes, and whether metrics are read, and gives the minutes until it is judged: the counts of
 * refused calls come late.
 */
export function judgedMinutes(
  bakeMinutes: number,
  changes: readonly Pick<Target, "change" | "before">[],
  readsMetrics: boolean,
): number {
  const waits = changes.some(({ change, before: { platformDefault, instanceCount } }) =>
    couldRefuse({ change, platformDefault, instances: instanceCount }),
  );
  return readsMetrics && bakeMinutes > 0 && waits ? bakeMinutes + COUNTS_LAG_MINUTES : bakeMinutes;
}

/** Takes the targets that will change, their waves, the policy, and whether metrics are read, and gives about how long it all takes if nothing fails. */
export function estimateOf(
  targets: readonly Pick<Target, "id" | "accountId" | "region" | "change" | "before">[],
  waves: readonly Wave[],
  policy: Policy,
  readsMetrics = true,
): Estimate {
  const all = targets.length;
  const work = new Map(
    targets.map(({ id, accountId, region, before }) => [
      id,
      {
        lane: `${accountId} ${region}`,
        minutes: updateMinutes(before.replacement, before.instanceCount),
        begun: false,
      },
    ]),
  );
  const sizes = new Map([...Map.groupBy(work.values(), ({ lane }) => lane)].map(([lane, list]) => [lane, list.length]));
  const places: Places = {
    inLane: (lane) => mostAtOnce(policy, sizes.get(lane) ?? 0, all),
    inAll: mostAtOnce(acrossLanes(policy, all), all, all),
  };
  const updates = waves.reduce(
    (sum, { targetIds }) =>
      sum +
      waveMinutes(
        targetIds.flatMap((id) => work.get(id) ?? []),
        places,
      ),
    0,
  );
  const byId = new Map(targets.map((target) => [target.id, target]));
  const bakes = waves.reduce(
    (sum, { bakeMinutes, targetIds }) =>
      sum +
      judgedMinutes(
        bakeMinutes,
        targetIds.flatMap((id) => byId.get(id) ?? []),
        readsMetrics,
      ),
    0,
  );
  return { minutes: updates + bakes, updateMinutes: updates, bakeMinutes: bakes, waves: waves.length };
}
