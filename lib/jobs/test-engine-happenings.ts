import fc from "fast-check";
import type { Fault } from "#lib/simulator/faults.ts";
import { Happening, OPERATIONS } from "./test-engine-commands.ts";
import type { Step } from "./test-engine-commands.ts";
import { POINTS } from "./test-engine-worker.ts";

const worker = fc.constantFrom<0 | 1>(0, 1);
const subject = fc.nat(3);
/** Most of what can go wrong with two workers goes wrong around the call. */
const point = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom("intended" as const, "sending" as const, "answered" as const) },
  { weight: 1, arbitrary: fc.constantFrom(...POINTS) },
);
const until = fc.oneof(
  { weight: 6, arbitrary: fc.record({ point, nth: fc.constantFrom(1, 1, 1, 2) }) },
  { weight: 2, arbitrary: fc.record({ point: fc.constant("any" as const), nth: fc.integer({ min: 1, max: 16 }) }) },
  { weight: 4, arbitrary: fc.constant("end" as const) },
);
const onWrites: Fault[] = [
  { kind: "throttle-storm" },
  { kind: "internal-error" },
  { kind: "unavailable" },
  { kind: "expired-token" },
  { kind: "clock-skew", seconds: 600 },
  { kind: "drop-before" },
  { kind: "drop-after" },
  { kind: "truncate" },
];
/** Lost answers to reads are waited out in real time: they are few. */
const onReads: Fault[] = [{ kind: "throttle-storm" }, { kind: "expired-token" }, { kind: "truncate" }];
const slowOnReads: Fault[] = [
  { kind: "internal-error" },
  { kind: "drop-before" },
  { kind: "clock-skew", seconds: 600 },
];

type Weighted = { weight: number; arbitrary: fc.Arbitrary<Step> };

/** Workers alone, in each other's way: what needs many of their steps in a certain order is found sooner among these. */
const workers: Weighted[] = [
  { weight: 10, arbitrary: fc.constant({ do: "tick" }) },
  { weight: 14, arbitrary: fc.record({ do: fc.constant("work"), worker, until }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("die"), worker }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("database-fails"), worker }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("time"),
      seconds: fc.constantFrom(1, 10, 14, 26, 61, 300, 1_000, 7_200, 50_000),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("aws"),
      transitions: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant("all" as const)),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant("fault"),
      fault: fc.constantFrom(...onWrites),
      operation: fc.constant("UpdateEnvironment"),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
];

/** What the rest of the world does besides. */
const others: Weighted[] = [
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("fate"),
      of: subject,
      fate: fc.constantFrom("succeeds", "rolls-back", "fails-degraded"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("outsider"),
      of: subject,
      what: fc.constantFrom("unrelated", "disable", "enable", "deploy", "abort", "terminate", "drift"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("fault"),
      fault: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...onReads) },
        { weight: 1, arbitrary: fc.constantFrom(...slowOnReads) },
      ),
      operation: fc.constantFrom(...OPERATIONS.slice(1)),
      count: fc.constantFrom(1, 1, 3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("launch-templates"), allowed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("tokens-enforced"), enforced: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("broken"), broken: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stop"), rollout: fc.nat(1), abort: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: "settle-stops" }) },
];

type Mix = "everything" | "workers" | "people" | "windows";

/** What people do to rollouts, beside what is going on. */
const people: Weighted[] = [
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pause"), rollout: fc.nat(1) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("resume"), rollout: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("end-bake"), rollout: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("stop"), rollout: fc.nat(1), abort: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.constant({ do: "halt" }) },
  { weight: 2, arbitrary: fc.constant({ do: "lift" }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("skip"), of: subject }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("fate"), of: subject, fate: fc.constant("rolls-back") }) },
];

/** Change windows that open and close, rollouts that begin at a time, and hours that pass. */
const windows: Weighted[] = [
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("window"),
      kind: fc.constantFrom("deny", "deny", "allow"),
      reach: fc.constantFrom("everything", "account", "region", "application", "elsewhere"),
      in: fc.constantFrom(-3_600, -60, 60, 600, 7_200),
      minutes: fc.constantFrom(3, 30, 120, 1_440),
      daily: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("end-window"), window: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.constant({ do: "begin" }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("time"), seconds: fc.constantFrom(60, 600, 1_800, 7_200) }) },
];

const MIXES: Record<Mix, readonly Weighted[]> = {
  workers,
  everything: [...workers, ...others, ...people, ...windows],
  people: [...workers, ...people],
  windows: [...workers, ...people, ...windows],
};

/** Takes what may happen, how much of it, and a failing run's replay path, and gives what happens. */
export const happenings = (what: Mix, maxCommands: number, replayPath?: string) =>
  fc.commands([fc.oneof(...MIXES[what]).map((one) => new Happening(one))], {
    maxCommands,
    size: "max",
    ...(replayPath === undefined ? {} : { replayPath }),
  });
