import fc from "fast-check";
import { expect, it } from "vitest";
import { estimateOf, updateMinutes } from "./estimate.ts";
import { NO_POLICY } from "./policy.ts";
import type { Policy } from "./policy.ts";
import type { TargetState } from "./target.ts";
import { NOW, before, later, targetIn } from "./test-lane.ts";
import { timeLeftOf } from "./time-left.ts";
import { wavesOf } from "./waves.ts";

const MINUTE = 60_000;
const at = (minutes: number) => later(minutes * MINUTE).toISOString();
const now = NOW.toISOString();
const PENDING: TargetState = { status: "pending", attempt: 0 };
/** Minutes that one update of these targets is reckoned to take. */
const ONE = updateMinutes(before.replacement, before.instanceCount);
const intent = (minutes: number) => ({ at: at(minutes), dateUpdated: null });
const updating = (since: number): TargetState => ({
  status: "updating",
  attempt: 1,
  intent: intent(since),
  requestId: null,
});
const succeeded = (tookMinutes: number): TargetState => ({
  status: "succeeded",
  attempt: 1,
  proof: { optionValue: "true", instances: 2, sentAt: at(-tookMinutes), at: now },
});

/** Takes states, in the order of the targets' turns, and gives a rollout of them in the waves that the policy makes. */
function rolloutOf(states: readonly TargetState[], policy: Policy = NO_POLICY, readsMetrics = true) {
  const targets = states.map((state, index) => ({
    ...targetIn(state, { name: `env-${String(index).padStart(3, "0")}` }),
    gate: null,
  }));
  const waves = wavesOf(targets, policy);
  const waveOf = new Map(waves.flatMap(({ number, targetIds }) => targetIds.map((id) => [id, number])));
  return {
    status: "running" as const,
    stopRequested: false,
    policy,
    readsMetrics,
    targets: targets.map((target) => ({ ...target, wave: waveOf.get(target.id) ?? null })),
    waves: waves.map((wave) => ({ ...wave, state: "waiting" as const, bakeUntil: null, countsAt: null })),
  };
}

const BAKED: Policy = {
  ...NO_POLICY,
  canary: { kind: "amount", amount: { kind: "count", count: 1 } },
  bakeMinutes: { canary: 30, wave: 10 },
};

it("is the plan's estimate where nothing has begun, whatever the limits", () => {
  const policies = fc.record({
    cap: fc.record({ perLane: fc.integer({ min: 1, max: 10 }), inAll: fc.option(fc.integer({ min: 1, max: 20 })) }),
    tolerated: fc.option(fc.integer({ min: 0, max: 5 })),
    canary: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), policies, fc.boolean(), (size, { cap, tolerated, canary }, reads) => {
      const perLane = tolerated === null ? null : { kind: "count" as const, count: tolerated };
      const policy: Policy = {
        ...(canary ? BAKED : NO_POLICY),
        cap,
        tolerance: { perLane, inAll: null, mode: "strict" },
      };
      const rollout = rolloutOf(
        Array.from({ length: size }, () => PENDING),
        policy,
        reads,
      );
      const planned = estimateOf(rollout.targets, wavesOf(rollout.targets, policy), policy, reads);
      expect(timeLeftOf(rollout, now)).toEqual({ ...planned, measured: 0 });
    }),
  );
});

it("never grows while updates end in the time that was reckoned", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }), (size, done) => {
      const states = (ended: number) =>
        Array.from({ length: size }, (_, index) => (index < ended ? succeeded(ONE) : PENDING));
      const left = (ended: number) => timeLeftOf(rolloutOf(states(ended)), now)?.minutes;
      expect(left(Math.min(done, size))).toBe((size - Math.min(done, size)) * ONE);
    }),
  );
});

it("takes off what an update in flight has had, and never says that one is over", () => {
  expect(timeLeftOf(rolloutOf([updating(-4), PENDING]), now)?.updateMinutes).toBe(2 * ONE - 4);
  expect(timeLeftOf(rolloutOf([updating(-10 * ONE)]), now)?.updateMinutes).toBe(1);
});

it("corrects the reckoned minutes by how long ended updates took", () => {
  const slow = rolloutOf([succeeded(2 * ONE), PENDING, PENDING]);
  expect(timeLeftOf(slow, now)).toMatchObject({ updateMinutes: 4 * ONE, measured: 1 });
  const quick = rolloutOf([succeeded(ONE / 2), PENDING]);
  expect(timeLeftOf(quick, now)).toMatchObject({ updateMinutes: ONE / 2, measured: 1 });
});

it("counts the bakes that are to come, and the rest of the one under way, until their refused calls are counted", () => {
  const ahead = rolloutOf([PENDING, PENDING], BAKED);
  expect(timeLeftOf(ahead, now)).toMatchObject({ bakeMinutes: 60, updateMinutes: 2 * ONE, waves: 2 });
  expect(timeLeftOf(rolloutOf([PENDING, PENDING], BAKED, false), now)).toMatchObject({ bakeMinutes: 40 });
  const baking = rolloutOf([succeeded(ONE), PENDING], BAKED);
  const waves = baking.waves.map((wave) =>
    wave.number === 0 ? { ...wave, state: "baking" as const, bakeUntil: at(12), countsAt: at(22) } : wave,
  );
  expect(timeLeftOf({ ...baking, waves }, now)).toMatchObject({ bakeMinutes: 42, updateMinutes: ONE, waves: 2 });
  const passed = waves.map((wave) =>
    wave.number === 0 ? { ...wave, state: "passed" as const, bakeUntil: null, countsAt: null } : wave,
  );
  expect(timeLeftOf({ ...baking, waves: passed }, now)).toMatchObject({ bakeMinutes: 20, waves: 1 });
});

it("starts nothing more where a stop was asked for, and is not there for what is not under way", () => {
  const stopping = { ...rolloutOf([updating(-4), PENDING], BAKED), stopRequested: true };
  expect(timeLeftOf(stopping, now)).toMatchObject({ minutes: ONE - 4 });
  for (const status of ["draft", "scheduled", "finished", "stopped", "discarded"] as const)
    expect(timeLeftOf({ ...rolloutOf([PENDING]), status }, now)).toBeNull();
  expect(timeLeftOf({ ...rolloutOf([PENDING]), status: "paused" }, now)?.minutes).toBe(ONE);
});
