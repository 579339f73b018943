import { expect, it } from "vitest";
import { estimateOf, updateMinutes } from "./estimate.ts";
import { NO_POLICY } from "./policy.ts";
import type { Policy } from "./policy.ts";
import { before, targetIn } from "./test-lane.ts";
import { wavesOf } from "./waves.ts";

const targets = (number: number, regions = ["eu-west-1"]) =>
  Array.from({ length: number }, (_, index) => ({
    ...targetIn(
      { status: "pending", attempt: 0 },
      { name: `env-${index}`, region: regions[index % regions.length] ?? "eu-west-1" },
    ),
    before: { ...before, replacement: { kind: "all-at-once" as const, singleInstance: true }, instanceCount: 1 },
  }));
const estimate = (list: ReturnType<typeof targets>, policy: Policy) => estimateOf(list, wavesOf(list, policy), policy);

it("takes longer for more batches, and no time for instances that are not there", () => {
  const rolling = { kind: "rolling" as const, by: "Health" as const, maxBatchSize: 1, minInService: null };
  expect(updateMinutes(rolling, 6)).toBeGreaterThan(updateMinutes(rolling, 2));
  expect(updateMinutes({ kind: "immutable" }, 0)).toBeLessThan(updateMinutes({ kind: "immutable" }, 1));
});

it("does a lane's targets one after the other, lanes side by side", () => {
  const one = estimate(targets(1), NO_POLICY).minutes;
  expect(estimate(targets(4), NO_POLICY).minutes).toBe(4 * one);
  expect(estimate(targets(4, ["eu-west-1", "us-east-1"]), NO_POLICY).minutes).toBe(2 * one);
  expect(estimate(targets(4), { ...NO_POLICY, cap: { perLane: 2, inAll: null } }).minutes).toBe(2 * one);
  expect(
    estimate(targets(4, ["eu-west-1", "us-east-1"]), { ...NO_POLICY, cap: { perLane: 2, inAll: 1 } }).minutes,
  ).toBe(4 * one);
});

it("knows that strict tolerance narrows the cap, and adds the bakes with the time their counts take", () => {
  const one = estimate(targets(1), NO_POLICY).minutes;
  const strict: Policy = {
    ...NO_POLICY,
    cap: { perLane: 4, inAll: null },
    tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
    canary: { kind: "amount", amount: { kind: "count", count: 1 } },
    bakeMinutes: { canary: 30, wave: 10 },
  };
  expect(estimate(targets(4), strict)).toEqual({
    minutes: 4 * one + 60,
    updateMinutes: 4 * one,
    bakeMinutes: 60,
    waves: 2,
  });
  // Where metrics are not read, no counts are waited for.
  expect(estimateOf(targets(4), wavesOf(targets(4), strict), strict, false).bakeMinutes).toBe(40);
  const allowing = targets(4).map((target) => ({
    ...target,
    change: { kind: "set", methods: "v1-and-v2" } as const,
  }));
  expect(estimateOf(allowing, wavesOf(allowing, strict), strict).bakeMinutes).toBe(40);
});

it("is nothing for nothing", () => {
  expect(estimate([], NO_POLICY)).toEqual({ minutes: 0, updateMinutes: 0, bakeMinutes: 0, waves: 0 });
});
