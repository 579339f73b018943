import fc from "fast-check";
import { expect, it } from "vitest";
import { BUILT_IN, NO_POLICY } from "./policy.ts";
import type { Policy } from "./policy.ts";
import { wavesOf } from "./waves.ts";
import type { Waved } from "./waves.ts";

const REGIONS = ["us-east-1", "eu-west-1", "ap-northeast-1"];
const target: fc.Arbitrary<Omit<Waved, "id" | "environmentId">> = fc.record({
  accountId: fc.constantFrom("111122223333", "444455556666"),
  region: fc.constantFrom(...REGIONS),
  application: fc.constantFrom("shop", "billing"),
  tags: fc.option(
    fc.dictionary(
      fc.constantFrom("stage", "team", "__proto__"),
      fc.uniqueArray(fc.constantFrom("dev", "prod", ""), { minLength: 1, maxLength: 2 }),
      { maxKeys: 2, noNullPrototype: true },
    ),
  ),
});
const targets: fc.Arbitrary<Waved[]> = fc
  .array(target, { maxLength: 40 })
  .map((list) => list.map((one, index) => ({ ...one, id: `t-${index}`, environmentId: `e-${index}` })));
const amount = fc.oneof(
  fc.record({ kind: fc.constant("count" as const), count: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant("percent" as const), percent: fc.integer({ min: 1, max: 100 }) }),
);
const steps = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 })
  .map((list) => [...list.toSorted((one, other) => one - other), 100]);
const policies: fc.Arbitrary<Policy> = fc.record({
  name: fc.constant("custom" as const),
  canary: fc.oneof(
    fc.constant({ kind: "none" as const }),
    fc.constant({ kind: "one-per-region" as const }),
    fc.record({ kind: fc.constant("amount" as const), amount }),
  ),
  waves: fc.oneof(
    fc.constantFrom(
      { by: "all" as const },
      { by: "region" as const },
      { by: "account" as const },
      { by: "application" as const },
    ),
    fc.record({ by: fc.constant("percent" as const), steps }),
    fc.record({
      by: fc.constant("tag" as const),
      key: fc.constantFrom("stage", "constructor", "__proto__"),
      order: fc.subarray(["dev", "prod"]),
    }),
  ),
  regions: fc.record({ run: fc.constantFrom("parallel", "sequence"), order: fc.subarray(REGIONS) }),
  cap: fc.constant(NO_POLICY.cap),
  bakeMinutes: fc.constant({ canary: 7, wave: 3 }),
  tolerance: fc.constant(NO_POLICY.tolerance),
});

const shuffled = (list: readonly Waved[]): Waved[] => list.toReversed();

it("puts each target in exactly one wave, and none in an empty one, whatever order they come in", () => {
  fc.assert(
    fc.property(targets, policies, (given, policy) => {
      const waves = wavesOf(given, policy);
      expect(waves.flatMap(({ targetIds }) => targetIds).toSorted()).toEqual(given.map(({ id }) => id).toSorted());
      expect(waves.every(({ targetIds }) => targetIds.length > 0)).toBe(true);
      expect(waves.map(({ number }) => number)).toEqual(waves.map((_, index) => index));
      expect(wavesOf(shuffled(given), policy)).toEqual(waves);
    }),
  );
});

it("lets a canary be first, small and never nothing", () => {
  fc.assert(
    fc.property(targets, amount, (given, wanted) => {
      fc.pre(given.length > 0);
      const [first] = wavesOf(given, { ...NO_POLICY, canary: { kind: "amount", amount: wanted } });
      expect(first?.kind).toBe("canary");
      const size = first?.targetIds.length ?? 0;
      const most = wanted.kind === "count" ? wanted.count : (wanted.percent * given.length) / 100;
      expect(size).toBeGreaterThanOrEqual(1);
      expect(size).toBeLessThanOrEqual(Math.max(1, most));
    }),
  );
});

it("takes one of each region into such a canary", () => {
  fc.assert(
    fc.property(targets, (given) => {
      fc.pre(given.length > 0);
      const [first] = wavesOf(given, { ...NO_POLICY, canary: { kind: "one-per-region" } });
      const regionOf = new Map(given.map(({ id, region }) => [id, region]));
      const regions = first?.targetIds.map((id) => regionOf.get(id)) ?? [];
      expect(new Set(regions)).toEqual(new Set(given.map(({ region }) => region)));
      expect(regions).toHaveLength(new Set(regions).size);
    }),
  );
});

it("has done no more than a step's share after its wave, canary included, but at least one", () => {
  fc.assert(
    fc.property(targets, steps, (given, percents) => {
      const waves = wavesOf(given, { ...NO_POLICY, waves: { by: "percent", steps: percents } });
      let done = 0;
      for (const { label, targetIds } of waves) {
        done += targetIds.length;
        expect(done).toBeLessThanOrEqual(Math.max(1, (Number.parseInt(label ?? "", 10) * given.length) / 100));
      }
      expect(done).toBe(given.length);
    }),
  );
});

it("goes from region to region in the order asked for, the others by name", () => {
  const given = REGIONS.flatMap((region, index) => [
    {
      id: `a-${index}`,
      environmentId: `e-${index}`,
      accountId: "111122223333",
      application: "shop",
      region,
      tags: null,
    },
  ]);
  const first = { run: "sequence" as const, order: ["us-east-1"] };
  const labels = (policy: Partial<Policy>) =>
    wavesOf(given, { ...NO_POLICY, regions: first, ...policy }).map(({ label }) => label);
  expect(labels({})).toEqual(["us-east-1", "ap-northeast-1", "eu-west-1"]);
  expect(labels({ waves: { by: "region" } })).toEqual(["us-east-1", "ap-northeast-1", "eu-west-1"]);
  expect(labels({ waves: { by: "application" } })).toEqual([
    "shop · us-east-1",
    "shop · ap-northeast-1",
    "shop · eu-west-1",
  ]);
});

it("makes a wave of each value of a tag, in the order asked for, and a last one of what has no such tag", () => {
  const tagged = (name: string, region: string, tags: Waved["tags"]): Waved => ({
    id: name,
    environmentId: `e-${name}`,
    accountId: "111122223333",
    application: "shop",
    region,
    tags,
  });
  const given = [
    tagged("a", "eu-west-1", { stage: ["prod"] }),
    tagged("b", "us-east-1", { stage: ["dev"] }),
    tagged("c", "eu-west-1", { stage: ["staging"] }),
    tagged("d", "eu-west-1", { team: ["shop"] }),
    tagged("e", "eu-west-1", null),
    // A change of the tag that not all instances have followed: it goes with the wave that comes last.
    tagged("f", "eu-west-1", { stage: ["dev", "prod"] }),
  ];
  const shown = (policy: Partial<Policy>) =>
    wavesOf(given, { ...NO_POLICY, ...policy }).map(({ kind, label, targetIds }) => [kind, label, targetIds]);
  const waves = { by: "tag" as const, key: "stage", order: ["dev", "staging"] };
  expect(shown({ waves })).toEqual([
    ["wave", "stage=dev", ["b"]],
    ["wave", "stage=staging", ["c"]],
    ["wave", "stage=prod", ["a", "f"]],
    ["untagged", null, ["d", "e"]],
  ]);
  expect(shown({ waves: { ...waves, order: [] } }).map(([, label]) => label)).toEqual([
    "stage=dev",
    "stage=prod",
    "stage=staging",
    null,
  ]);
  expect(shown({ waves, regions: { run: "sequence", order: [] } }).map(([kind, label]) => [kind, label])).toEqual([
    ["wave", "stage=dev · us-east-1"],
    ["wave", "stage=staging · eu-west-1"],
    ["wave", "stage=prod · eu-west-1"],
    ["untagged", "eu-west-1"],
  ]);
});

it("never puts what has a tag after what has none, nor two values into one wave", () => {
  fc.assert(
    fc.property(targets, fc.subarray(["dev", "prod"]), (given, order) => {
      const waves = wavesOf(given, { ...NO_POLICY, waves: { by: "tag", key: "stage", order } });
      const valuesOf = new Map(given.map(({ id, tags }) => [id, tags?.["stage"] ?? []]));
      const fits = waves.map(({ kind, label, targetIds }) =>
        targetIds.every((id) => {
          const values = valuesOf.get(id) ?? [];
          return kind === "untagged" ? values.length === 0 : values.some((value) => label === `stage=${value}`);
        }),
      );
      expect(fits).not.toContain(false);
      expect(waves.slice(0, -1).map(({ kind }) => kind)).not.toContain("untagged");
    }),
  );
});

it("bakes the canary as long as the policy says, and each wave", () => {
  const given = REGIONS.map((region, index) => ({
    id: `a-${index}`,
    environmentId: `e-${index}`,
    accountId: "111122223333",
    application: "shop",
    region,
    tags: null,
  }));
  expect(wavesOf(given, BUILT_IN.steady).map(({ kind, bakeMinutes }) => [kind, bakeMinutes])).toEqual([["canary", 15]]);
  expect(
    wavesOf(given, { ...BUILT_IN.steady, canary: { kind: "amount", amount: { kind: "count", count: 1 } } }).map(
      ({ kind, bakeMinutes, targetIds }) => [kind, bakeMinutes, targetIds.length],
    ),
  ).toEqual([
    ["canary", 15, 1],
    ["wave", 10, 2],
  ]);
});

it("is one wave of everything without a policy", () => {
  fc.assert(
    fc.property(targets, (given) => {
      expect(wavesOf(given, NO_POLICY)).toHaveLength(given.length > 0 ? 1 : 0);
    }),
  );
});
