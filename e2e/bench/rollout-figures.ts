import type { CallCount } from "../running/aws.ts";
import { laneOf } from "../running/shapes.ts";
import type { JournalEntry, Rollout, WorldEnvironment } from "../running/shapes.ts";

/** One update as AWS had it: in which lane, when it was taken and when the environment was ready again; milliseconds. */
export type Update = { lane: string; from: number; to: number };

/**
 * Takes what AWS received and how the world is once all is over, and gives the accepted updates. Nothing else may have changed
 * the environments since.
 */
export function updatesOf(journal: readonly JournalEntry[], world: readonly WorldEnvironment[]): Update[] {
  const byId = new Map(world.map((environment) => [environment.id, environment]));
  return journal.flatMap(({ operation, outcome, input, at }) => {
    const environment = byId.get(input?.EnvironmentId ?? "");
    if (operation !== "UpdateEnvironment" || outcome.kind !== "accepted" || environment === undefined) return [];
    return [{ lane: laneOf(environment), from: Date.parse(at), to: Date.parse(environment.updatedAt) }];
  });
}

const durationOf = ({ from, to }: Update): number => to - from;

/**
 * Takes updates and a cap per lane and gives the seconds that the caps and the updates alone take: in the slowest lane, each
 * update begins, in the order in which they began, in the instant in which a place is free.
 */
export function boundSeconds(updates: readonly Update[], capPerLane: number): number {
  const lanes = [...Map.groupBy(updates, ({ lane }) => lane).values()];
  const ends = lanes.map((lane) => {
    const places = Array.from({ length: capPerLane }, () => 0);
    for (const update of lane.toSorted((one, other) => one.from - other.from)) {
      const first = places.indexOf(Math.min(...places));
      places[first] = (places[first] ?? 0) + durationOf(update);
    }
    return Math.max(...places);
  });
  return Math.max(0, ...ends) / 1_000;
}

/** Takes updates and how long a tick is in seconds, and gives how many ticks the shortest of them lasted. */
export function fewestTicks(updates: readonly Update[], tickSeconds: number): number {
  return Math.min(...updates.map(durationOf)) / 1_000 / tickSeconds;
}

/** Takes a rollout that is over and gives the seconds from its start to its end. */
export function makespanSeconds({ startedAt, finishedAt }: Rollout): number {
  return (Date.parse(finishedAt ?? "") - Date.parse(startedAt ?? "")) / 1_000;
}

/**
 * What the looks at the lanes cost. A look is one pass over a lane's environments; there is one each tick, and one right after
 * a look at which something ended, for its place is free then.
 */
export type Looks = {
  /** Of the lane that was looked at most often for the ticks and the ends it had: looks, and those it may have. */
  most: { lane: string; looks: number; may: number };
  /** Looks for each tick in the lane that was looked at most seldom: less than 1 means that ticks were lost. */
  least: number;
  /** Of one look, in the lane where they were most. */
  events: number;
  instances: number;
  /** Of one target, in all. */
  settings: number;
};

/** Takes what a rollout called, its updates and the length of a tick in seconds, and gives what its looks cost. */
export function looksOf(counts: readonly CallCount[], updates: readonly Update[], tickSeconds: number): Looks {
  const ofLane = Map.groupBy(updates, ({ lane }) => lane);
  const calls = new Map<string, number>();
  for (const count of counts) {
    const key = `${count.operation} ${laneOf(count)}`;
    calls.set(key, (calls.get(key) ?? 0) + count.answered);
  }
  const called = (operation: string, lane: string) => calls.get(`${operation} ${lane}`) ?? 0;
  const lanes = [...ofLane].map(([lane, own]) => {
    const began = Math.min(...own.map(({ from }) => from));
    const ended = Math.max(...own.map(({ to }) => to));
    // The first look starts the first ones, the last one finds the last one done.
    const ticks = Math.ceil((ended - began) / 1_000 / tickSeconds) + 2;
    const looks = called("DescribeEnvironments", lane);
    const each = (operation: string) => called(operation, lane) / Math.max(1, looks);
    return {
      most: { lane, looks, may: ticks + own.length },
      least: looks / ticks,
      events: each("DescribeEvents"),
      instances: each("DescribeInstances"),
      settings: called("DescribeConfigurationSettings", lane),
    };
  });
  const worst = lanes.toSorted((one, other) => other.most.looks / other.most.may - one.most.looks / one.most.may)[0];
  const settings = lanes.reduce((sum, lane) => sum + lane.settings, 0);
  return {
    most: worst?.most ?? { lane: "", looks: 0, may: 0 },
    least: Math.min(...lanes.map((lane) => lane.least)),
    events: Math.max(0, ...lanes.map((lane) => lane.events)),
    instances: Math.max(0, ...lanes.map((lane) => lane.instances)),
    settings: settings / Math.max(1, updates.length),
  };
}

/** Takes a rollout and gives a line for each reason for which targets did not succeed. */
export function failuresOf({ targets }: Rollout): string[] {
  const others = targets.filter(({ state }) => state.status !== "succeeded");
  const byReason = Map.groupBy(others, ({ state: { status, reason } }) => `${status}: ${JSON.stringify(reason)}`);
  return [...byReason].map(([reason, list]) => `${list.length} ${reason}, like ${list[0]?.name}`);
}
