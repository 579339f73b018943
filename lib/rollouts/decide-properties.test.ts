import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AwsFailure } from "#lib/errors.ts";
import { apply } from "./apply.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decide.ts";
import type { LaneObservation, LaneTarget } from "./observation.ts";
import type { Change, Target, TargetState, Transition } from "./target.ts";
import { isInFlight, isUnfinished } from "./target.ts";
import { NOW, SEEN, before, inLane, later, observe, targetIn } from "./test-lane.ts";
import type { Scene } from "./test-lane.ts";

const NAMES = ["a", "b", "c", "d"];
const HOUR = 3_600_000;
const failure = (outcome: AwsFailure["outcome"]): AwsFailure => ({
  operation: "elasticbeanstalk:Anything",
  code: "AnyCode",
  message: "Any words.",
  requestId: null,
  httpStatus: 400,
  outcome,
});

const dates = fc.constantFrom(SEEN, later(1_000).toISOString(), later(HOUR).toISOString());
const values = fc.constantFrom(null, "", "true", "false", "TRUE", "nonsense");
const lines = fc.constantFrom(
  "Environment update is starting.",
  "Successfully deployed new configuration to environment.",
  "Environment update completed successfully.",
  "Failed to deploy configuration.",
  "The environment was reverted to the previous configuration setting.",
  "Anything else.",
);
const scene: fc.Arbitrary<Scene> = fc.record(
  {
    gone: fc.constant(true as const),
    status: fc.constantFrom(
      "Ready",
      "Ready",
      "Ready",
      "Updating",
      "Aborting",
      "Launching",
      "Terminating",
      "Terminated",
      "New",
    ),
    dateUpdated: dates,
    abortable: fc.boolean(),
    settings: fc.record(
      {
        optionValue: values,
        draft: fc.option(
          fc.record({ status: fc.constantFrom("pending" as const, "failed" as const), optionValue: values }),
        ),
        replacement: fc.constantFrom(before.replacement, { kind: "unknown" as const }),
        launchKind: fc.constantFrom(before.launchKind, null, "launch-configuration" as const),
      },
      { requiredKeys: [] },
    ),
    tokens: fc.array(fc.constantFrom("required" as const, "optional" as const), { maxLength: 3 }),
    events: fc.array(
      fc.record({
        message: lines,
        severity: fc.constantFrom("INFO", "ERROR"),
        requestId: fc.constantFrom(null, "r-1", "r-2"),
        at: dates,
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

/** Anything AWS may say of the lane at one look, and what it may leave unsaid. */
const observation: fc.Arbitrary<LaneObservation> = fc
  .record({
    scenes: fc.tuple(scene, scene, scene, scene),
    unread: fc.subarray(NAMES, { maxLength: 2 }),
    failed: fc.option(
      fc.record({ name: fc.constantFrom(...NAMES), outcome: fc.constantFrom("lost" as const, "refused" as const) }),
    ),
    noInstances: fc.boolean(),
    noEvents: fc.boolean(),
  })
  .map(({ scenes, unread, failed, noInstances, noEvents }) => {
    const all = observe(Object.fromEntries(NAMES.map((name, index) => [`e-${name}`, scenes[index] ?? {}])));
    const settings = new Map(all.settings);
    for (const name of unread) settings.delete(`e-${name}`);
    if (failed !== null) settings.set(`e-${failed.name}`, { ok: false, failure: failure(failed.outcome) });
    return {
      ...all,
      settings,
      instances: noInstances ? null : all.instances,
      events: noEvents ? null : all.events,
    };
  });

/** How a call ended: as its answer says, or with the worker's death before it was known. */
const answer: fc.Arbitrary<Transition | "died"> = fc.constantFrom<(Transition | "died")[]>(
  "died",
  { kind: "accepted", requestId: "r-1" },
  { kind: "accepted", requestId: null },
  { kind: "answer-lost", failure: failure("lost") },
  { kind: "not-arrived", known: { kind: "refused", failure: failure("refused") } },
  { kind: "not-arrived", known: { kind: "not-sent" } },
  { kind: "failed", reason: { kind: "refused", failure: failure("refused") } },
);

const look = fc.record({
  observation,
  answers: fc.array(answer, { minLength: 4, maxLength: 4 }),
  after: fc.constantFrom(0, 1_000, 61_000, 11 * 60_000, HOUR, 13 * HOUR),
  stop: fc.boolean(),
});

const change: fc.Arbitrary<Change> = fc.constantFrom<Change[]>(
  { kind: "set", methods: "v2-only" },
  { kind: "set", methods: "v1-and-v2" },
  { kind: "remove" },
);
const setup = fc.record({
  caps: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  changes: fc.tuple(change, change, change, change),
  befores: fc.tuple(values, values, values, values),
  platformDefault: fc.constantFrom(null, "true", "false"),
});
type Setup = typeof setup extends fc.Arbitrary<infer S> ? S : never;

/** A lane of two rollouts with two targets each. */
function laneOf({ caps, changes, befores, platformDefault }: Setup): LaneTarget[] {
  return NAMES.map((name, index) =>
    inLane(
      targetIn(
        { status: "pending", attempt: 0 },
        {
          name,
          rolloutId: `rollout-${index >> 1}`,
          change: changes[index] ?? { kind: "remove" },
          before: { ...before, optionValue: befores[index] ?? null, platformDefault },
        },
      ),
      { capPerLane: caps[index >> 1] ?? 1 },
    ),
  );
}

const inFlight = (lane: readonly LaneTarget[], rolloutId: string) =>
  lane.filter(({ target }) => target.rolloutId === rolloutId && isInFlight(target.state.status)).length;

/** Checks one decision against the state it was made for, and gives the state it leads to. */
function take(target: Target, { transition, command }: Decision, stopRequested: boolean): TargetState {
  const { state } = target;
  expect(isUnfinished(state.status)).toBe(true);
  expect(command?.kind === "update").toBe(transition.kind === "started");
  expect(command?.kind === "abort").toBe(transition.kind === "abort-announced");
  if (transition.kind === "started") {
    expect(stopRequested).toBe(false);
    expect(transition.attempt).toBe(state.attempt + 1);
  }
  return apply(state, transition);
}

/** Plays one look the way the engine's shell does. */
function play(
  lane: LaneTarget[],
  { observation, answers }: { observation: LaneObservation; answers: (Transition | "died")[] },
  now: Date,
): LaneTarget[] {
  const decisions = decide(lane, observation, now);
  expect(new Set(decisions.map(({ target }) => target.id)).size).toBe(decisions.length);
  return lane.map((entry, index) => {
    const decision = decisions.find(({ target }) => target.id === entry.target.id);
    if (decision === undefined) return entry;
    let state = take(entry.target, decision, entry.steer.stopRequested);
    const ending = answers[index] ?? "died";
    if (decision.command?.kind === "update" && ending !== "died") state = apply(state, ending);
    return { ...entry, target: { ...entry.target, state } };
  });
}

describe("whatever AWS says, in whatever order", () => {
  it("targets move only as they may, within their cap, and leave no end", () => {
    fc.assert(
      fc.property(setup, fc.array(look, { minLength: 1, maxLength: 12 }), (start, looks) => {
        let lane = laneOf(start);
        let now = NOW;
        for (const one of looks) {
          now = new Date(now.getTime() + one.after);
          const stopped = lane.map((entry) => {
            const isStopped = entry.steer.stopRequested || one.stop;
            return { ...entry, steer: { ...entry.steer, stopRequested: isStopped, abortRequested: isStopped } };
          });
          const next = play(stopped, one, now);
          for (const rollout of [0, 1]) {
            expect(inFlight(next, `rollout-${rollout}`)).toBeLessThanOrEqual(start.caps[rollout] ?? 1);
          }
          const ended = stopped.filter(({ target }) => !isUnfinished(target.state.status));
          expect(next).toEqual(expect.arrayContaining(ended));
          lane = next;
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it("every target ends once the world keeps still and can be read, though every worker dies after its intent", () => {
    const quiet = fc
      .tuple(scene, scene, scene, scene)
      .map((scenes) => observe(Object.fromEntries(NAMES.map((name, index) => [`e-${name}`, scenes[index] ?? {}]))));
    fc.assert(
      fc.property(setup, fc.array(look, { maxLength: 6 }), quiet, (start, looks, still) => {
        let lane = laneOf(start);
        let now = NOW;
        for (const one of looks) {
          now = new Date(now.getTime() + one.after);
          lane = play(lane, one, now);
        }
        // Two targets one after the other, each with three attempts of two looks, and what may follow an attempt.
        for (let turn = 0; turn < 20; turn++) {
          now = new Date(now.getTime() + 13 * HOUR);
          lane = play(lane, { observation: still, answers: [] }, now);
        }
        expect(lane.filter(({ target }) => isUnfinished(target.state.status))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it("one look at everything says what two looks at parts say: no target's decision depends on another's state at AWS", () => {
    fc.assert(
      fc.property(setup, look, look, (start, first, second) => {
        const lane = play(laneOf(start), first, NOW);
        const together = decide(lane, second.observation, later(HOUR));
        for (const entry of lane.filter(({ target }) => isInFlight(target.state.status))) {
          const alone = decide([entry], second.observation, later(HOUR));
          expect(alone).toEqual(together.filter(({ target }) => target.id === entry.target.id));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
