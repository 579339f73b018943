import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PostureGroup, PostureWords, Present } from "./history.ts";
import { causeOf, countsOf, judge, pointsOf, RANGES, rangeOf } from "./history.ts";

const V2: PostureWords = { configured: "v2-only", effective: "v2-only", drift: false };
const V1: PostureWords = { configured: "v1-and-v2", effective: "v1-and-v2", drift: false };
const BEGAN = new Date("2026-03-01T10:00:00Z");
const present = (words: PostureWords, different: Partial<Present> = {}): Present => ({
  ...words,
  status: "Ready",
  gone: false,
  createdAt: null,
  ...different,
});
const noted = (words: PostureWords, gone = false, driftedAt: Date | null = null) => ({ ...words, gone, driftedAt });

describe("what became of an environment", () => {
  const before = { createdAt: new Date(BEGAN.getTime() - 1) };
  const after = { createdAt: new Date(BEGAN.getTime() + 1) };
  test.each([
    ["first sight in a lane's first scan", null, present(V1), null, "found"],
    ["first sight of what was there all along", null, present(V1, before), BEGAN, "found"],
    ["made since", null, present(V1, after), BEGAN, "appeared"],
    ["seen only once it was gone", null, present(V1, { gone: true }), BEGAN, "wait"],
    ["launching", null, present(V1, { ...after, status: "Launching" }), BEGAN, "wait"],
    ["its setting not read yet", null, present({ ...V1, configured: "unknown" }, after), BEGAN, "wait"],
    ["the same", noted(V2), present(V2), BEGAN, "same"],
    ["its setting could not be read", noted(V2), present({ ...V2, configured: "unknown" }), BEGAN, "same"],
    ["scaled to zero", noted(V2), present({ ...V2, effective: "no-instances" }), BEGAN, "same"],
    ["under way", noted(V2), present(V1, { status: "Updating" }), BEGAN, "wait"],
    ["terminating", noted(V2), present(V1, { status: "Terminating" }), BEGAN, "wait"],
    ["switched", noted(V2), present(V1), BEGAN, "configured,effective"],
    ["drifting at first sight", noted(V2), present({ ...V2, effective: "mixed", drift: true }), BEGAN, "wait"],
    [
      "drifting again",
      noted(V2, false, BEGAN),
      present({ ...V2, effective: "mixed", drift: true }),
      BEGAN,
      "effective,drift",
    ],
    ["gone", noted(V2), present(V2, { gone: true }), BEGAN, "gone"],
    ["gone for long", noted(V2, true), present(V2, { gone: true }), BEGAN, "same"],
    ["restored, by the same id", noted(V2, true), present(V2, before), BEGAN, "appeared"],
  ])("%s", (_, was, now, began, expected) => {
    const judgement = judge(was, now, began);
    expect(judgement.kind === "changed" ? judgement.change.what.join() : judgement.kind).toBe(expected);
  });

  test("a change is noted once: looked at again, nothing has changed", () => {
    const words = fc.record({
      configured: fc.constantFrom("v2-only", "v1-and-v2", "unsupported", "unknown"),
      effective: fc.constantFrom("v2-only", "v1-and-v2", "mixed", "no-instances", "unknown"),
      drift: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.option(words), fc.boolean(), words, fc.boolean(), (was, wasGone, now, gone) => {
        const facts = present(now, { gone });
        const first = judge(was === null ? null : noted(was, wasGone), facts, BEGAN);
        if (first.kind === "wait") return;
        expect(judge(noted(first.posture, gone, first.posture.drift ? BEGAN : null), facts, BEGAN).kind).toBe("same");
      }),
    );
  });
});

describe("who did it", () => {
  const change = { what: ["configured"] as const, before: V1, after: V2 };
  const target = { rolloutId: "r", actor: "ann", methods: "v2-only" as const };
  test.each([
    ["nobody of us", change, [], "outside"],
    ["a target that wanted this", change, [target], "rollout"],
    ["a target that wanted the other", change, [{ ...target, methods: "v1-and-v2" as const }], "outside"],
    ["a target that removed the setting", change, [{ ...target, methods: null }], "rollout"],
    ["instances replaced by a target", { ...change, what: ["effective"] as const }, [target], "rollout"],
    ["an environment that is gone", { what: ["gone"] as const, before: V2, after: null }, [target], "outside"],
    ["a new environment", { what: ["appeared"] as const, before: null, after: V2 }, [target], "outside"],
  ])("%s", (_, it, targets, kind) => {
    expect(causeOf(it, targets).kind).toBe(kind);
  });
});

test("counts add up, whatever the groups", () => {
  const group: fc.Arbitrary<PostureGroup> = fc.record({
    configured: fc.constantFrom("v2-only", "v1-and-v2", "unknown"),
    effective: fc.constantFrom("v2-only", "v1-and-v2", "mixed", "no-instances"),
    drift: fc.boolean(),
    readiness: fc.constantFrom("ready", "in-use"),
    inUse: fc.boolean(),
    environments: fc.nat(1_000),
    required: fc.nat(1_000),
    instances: fc.integer({ min: 1_000, max: 2_000 }),
  });
  fc.assert(
    fc.property(fc.array(group), (groups) => {
      const counts = countsOf(groups);
      const sum = (words: Partial<Record<string, number>>) =>
        Object.values(words).reduce<number>((total, count) => total + (count ?? 0), 0);
      for (const words of [counts.configured, counts.effective, counts.readiness])
        expect(sum(words)).toBe(counts.environments);
      expect(counts.enforced + counts.allowing).toBeLessThanOrEqual(counts.environments);
      expect(counts.required + counts.optional).toBe(groups.reduce((total, { instances }) => total + instances, 0));
    }),
  );
});

test.each(RANGES)("the points of %i days end now and begin so many days ago", (days) => {
  const points = pointsOf(days, BEGAN);
  expect(points.at(-1)).toEqual(BEGAN);
  expect(BEGAN.getTime() - (points[0]?.getTime() ?? 0)).toBe(days * 86_400_000);
  expect(points.length).toBeLessThan(64);
});

test("an address that names no range stands for 30 days", () => {
  expect([rangeOf("7"), rangeOf("90"), rangeOf("12"), rangeOf(null)]).toEqual([7, 90, 30, 30]);
});
