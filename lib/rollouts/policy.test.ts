import fc from "fast-check";
import { expect, it } from "vitest";
import { BUILT_IN, customFrom, isOwnName, NO_POLICY, ordersRegions, problemsOf, shareOf } from "./policy.ts";
import type { Policy } from "./policy.ts";

const problems = (different: Partial<Policy>) => problemsOf({ ...NO_POLICY, ...different });

it("finds nothing wrong with the policies that come along", () => {
  for (const policy of [NO_POLICY, ...Object.values(BUILT_IN)]) expect(problemsOf(policy)).toEqual([]);
});

it.each([
  [{ canary: { kind: "amount", amount: { kind: "count", count: 0 } } }, "canary", "out-of-range"],
  [{ canary: { kind: "amount", amount: { kind: "percent", percent: 101 } } }, "canary", "out-of-range"],
  [{ waves: { by: "percent", steps: [] } }, "waves", "out-of-range"],
  [{ waves: { by: "percent", steps: [50, 20, 100] } }, "waves", "steps-must-rise"],
  [{ waves: { by: "percent", steps: [20, 50] } }, "waves", "steps-must-end-at-100"],
  [{ waves: { by: "tag", key: " ", order: [] } }, "waves", "no-tag-key"],
  [{ regions: { run: "sequence", order: ["eu-west-1", "ireland"] } }, "regions", "no-region"],
  [{ cap: { perLane: 0, inAll: null } }, "cap", "out-of-range"],
  [{ cap: { perLane: 1, inAll: 0 } }, "cap", "out-of-range"],
  [{ bakeMinutes: { canary: -1, wave: 0 } }, "bake", "out-of-range"],
  [{ bakeMinutes: { canary: 0, wave: 1.5 } }, "bake", "out-of-range"],
  [
    { tolerance: { perLane: { kind: "percent", percent: 120 }, inAll: null, mode: "strict" } },
    "tolerance",
    "out-of-range",
  ],
] as const satisfies readonly (readonly [Partial<Policy>, string, string])[])(
  "says what is wrong: %j",
  (given, at, kind) => {
    expect(problems(structuredClone(given) as Partial<Policy>)).toMatchObject([{ at, kind }]);
  },
);

it("tolerates nothing where that is asked for", () => {
  expect(problems({ tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" } })).toEqual([]);
});

it("rounds a share down, and never over all", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 1_000 }), (percent, all) => {
      const share = shareOf({ kind: "percent", percent }, all);
      expect(share).toBeLessThanOrEqual((percent * all) / 100);
      expect(share).toBeGreaterThan((percent * all) / 100 - 1);
      expect(shareOf({ kind: "count", count: percent }, all)).toBe(Math.min(percent, all));
    }),
  );
});

it("asks which regions come first where that makes a difference", () => {
  const { regions } = NO_POLICY;
  expect(ordersRegions({ waves: { by: "account" }, regions })).toBe(false);
  expect(ordersRegions({ waves: { by: "region" }, regions })).toBe(true);
  expect(ordersRegions({ waves: { by: "account" }, regions: { ...regions, run: "sequence" } })).toBe(true);
});

it("begins what is chosen by hand from the policy before it, and from the careful one where there was none", () => {
  const cap = { perLane: 3, inAll: null };
  expect(customFrom({ ...NO_POLICY, cap })).toEqual({ ...BUILT_IN.careful, name: "custom" });
  expect(customFrom(BUILT_IN.steady)).toEqual({ ...BUILT_IN.steady, name: "custom" });
  const saved = { id: "1", name: "Weekend" };
  expect(customFrom({ ...BUILT_IN.steady, name: "custom", saved })).toEqual({ ...BUILT_IN.steady, name: "custom" });
  const own: Policy = { ...NO_POLICY, name: "custom", cap };
  expect(customFrom(own)).toEqual(own);
});

it("keeps the names of the policies that come along for those", () => {
  expect(isOwnName("Weekend")).toBe(true);
  expect(isOwnName("careful, but at night")).toBe(true);
  expect(isOwnName(" Careful ")).toBe(false);
  expect(isOwnName("custom")).toBe(false);
});
