import { acrossLanes, judgedMinutes, updateMinutes, waveMinutes } from "./estimate.ts";
import type { Estimate, Places, Work } from "./estimate.ts";
import { roomFor } from "./limits.ts";
import type { Figures } from "./limits.ts";
import type { RolloutDetail, TargetView, WaveView } from "./rollout.ts";
import { isUnderWay } from "./rollout.ts";

/**
 * How long what is left of a rollout may take, in minutes. `waves`: those that have not passed. `measured`: so many ended
 * updates have corrected the minutes that are reckoned for one; 0: none has ended, and they are the plan's.
 */
export type TimeLeft = Estimate & { measured: number };

/** A target as far as it must be known to tell how long it still takes. */
type Timed = Pick<TargetView, "accountId" | "region" | "change" | "before" | "state" | "wave" | "gate">;

/** A running rollout as far as it must be known to tell how long it still takes. */
export type TimedRollout = Pick<RolloutDetail, "status" | "policy" | "stopRequested" | "readsMetrics"> & {
  targets: readonly Timed[];
  waves: readonly Pick<WaveView, "number" | "bakeMinutes" | "state" | "bakeUntil" | "countsAt">[];
};

const MINUTE = 60_000;
/** What an update that takes longer than reckoned is said to need. [invented] */
const OVERDUE_MINUTES = 1;

const laneOf = ({ accountId, region }: Timed): string => `${accountId} ${region}`;
const minutesFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MINUTE;
const plannedOf = ({ before }: Timed): number => updateMinutes(before.replacement, before.instanceCount);

/** How many minutes a changed target's update took, from the call that arrived until it was proven. */
function observedOf({ state }: Timed): number | undefined {
  if (state.status !== "succeeded" || state.proof.sentAt === undefined) return undefined;
  return Math.max(0, minutesFrom(state.proof.sentAt, state.proof.at));
}

/** By what the reckoned minutes of an update are to be multiplied, and how many updates say so. */
function correctionOf(targets: readonly Timed[]): { factor: number; measured: number } {
  const ratios = targets.flatMap((target) => {
    const observed = observedOf(target);
    return observed === undefined ? [] : [observed / plannedOf(target)];
  });
  if (ratios.length === 0) return { factor: 1, measured: 0 };
  return { factor: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length, measured: ratios.length };
}

/** What is left to do of a target; a rollout that is being stopped starts none. */
function workOf(target: Timed, factor: number, stopRequested: boolean, now: string): Work[] {
  const { state } = target;
  const lane = laneOf(target);
  const minutes = plannedOf(target) * factor;
  switch (state.status) {
    case "pending":
      return stopRequested ? [] : [{ lane, minutes, begun: false }];
    case "applying":
    case "updating":
    case "verifying": {
      const left = minutes - Math.max(0, minutesFrom(state.intent.at, now));
      return [{ lane, minutes: left > 0 ? left : Math.min(minutes, OVERDUE_MINUTES), begun: true }];
    }
    case "succeeded":
    case "skipped":
    case "blocked":
    case "failed":
      return [];
  }
}

function figuresOf(targets: readonly Timed[]): Figures {
  const failures = targets.filter(({ state, gate }) => state.status === "failed" || gate?.kind === "failed").length;
  return { size: targets.length, inFlight: 0, failures };
}

/** A place at least: what is past its tolerance waits for a person, who then gives it one. */
function placesOf({ policy }: TimedRollout, targets: readonly Timed[]): Places {
  const all = figuresOf(targets);
  const lanes = new Map([...Map.groupBy(targets, laneOf)].map(([lane, list]) => [lane, figuresOf(list)]));
  return {
    inLane: (lane) => Math.max(1, roomFor(policy, lanes.get(lane) ?? all, all)),
    inAll: Math.max(1, roomFor(acrossLanes(policy, all.size), all, all)),
  };
}

/** How long a wave still bakes once its targets have ended; where none changes there is nothing to bake. */
function bakeLeft(
  { bakeMinutes, bakeUntil, countsAt }: TimedRollout["waves"][number],
  members: readonly Timed[],
  readsMetrics: boolean,
  now: string,
): number {
  if (bakeUntil !== null) return Math.max(0, minutesFrom(now, countsAt ?? bakeUntil));
  const changes = members.filter(({ state }) => !["skipped", "blocked", "failed"].includes(state.status));
  return changes.length === 0 ? 0 : judgedMinutes(bakeMinutes, changes, readsMetrics);
}

/**
 * Takes a rollout and the time and gives about how long it still takes if nothing fails, corrected by how long the updates that
 * ended took; `null` where it is not under way. A paused one is reckoned as if it went on now; time that change windows hold
 * it is not in it. At the start it is the plan's estimate.
 */
export function timeLeftOf(rollout: TimedRollout, now: string): TimeLeft | null {
  if (!isUnderWay(rollout.status)) return null;
  const targets = rollout.targets.filter(({ wave }) => wave !== null);
  const { factor, measured } = correctionOf(targets);
  const places = placesOf(rollout, targets);
  const byWave = Map.groupBy(targets, ({ wave }) => wave);
  const left = rollout.waves.filter(({ state }) => state !== "passed");
  let updates = 0;
  let bakes = 0;
  for (const wave of left) {
    const members = byWave.get(wave.number) ?? [];
    updates += waveMinutes(
      members.flatMap((target) => workOf(target, factor, rollout.stopRequested, now)),
      places,
    );
    if (!rollout.stopRequested) bakes += bakeLeft(wave, members, rollout.readsMetrics, now);
  }
  return { minutes: updates + bakes, updateMinutes: updates, bakeMinutes: bakes, waves: left.length, measured };
}
