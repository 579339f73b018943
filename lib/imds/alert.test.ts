import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alertOfChange, isLastingDrift, isUnreadable, stillHolds } from "./alert.ts";
import type { PostureWords } from "./history.ts";

const V2: PostureWords = { configured: "v2-only", effective: "v2-only", drift: false };
const V1: PostureWords = { configured: "v1-and-v2", effective: "v1-and-v2", drift: false };
const OUTSIDE = { kind: "outside" } as const;
const OURS = { kind: "rollout", rolloutId: "r", actor: "ann" } as const;

describe("a change is an alert", () => {
  const appeared = (after: PostureWords) => ({ what: ["appeared"] as const, before: null, after });
  test.each([
    ["a new environment that allows v1", appeared(V1), "newly-allows-v1"],
    ["a new one whose instances do not", appeared({ ...V1, effective: "v2-only", drift: true }), "newly-allows-v1"],
    [
      "a new one whose instances allow it against the setting",
      appeared({ ...V2, effective: "mixed", drift: true }),
      "newly-allows-v1",
    ],
    ["a new one without instances", appeared({ ...V2, effective: "no-instances" }), null],
    ["a new one that is enforced", appeared(V2), null],
    [
      "a new one of tier Cluster",
      appeared({ configured: "not-applicable", effective: "not-applicable", drift: false }),
      null,
    ],
    ["switched back", { what: ["configured"] as const, before: V2, after: V1 }, "switched-back"],
    ["switched on", { what: ["configured"] as const, before: V1, after: V2 }, null],
    [
      "an unset option that has become known",
      { what: ["configured"] as const, before: { ...V1, configured: "unsupported" as const }, after: V1 },
      null,
    ],
    [
      "moved to a platform without the option",
      { what: ["configured", "effective"] as const, before: V2, after: { ...V1, configured: "unsupported" as const } },
      "newly-allows-v1",
    ],
    [
      "moved there while nothing runs",
      { what: ["configured"] as const, before: V2, after: { ...V2, configured: "unsupported" as const } },
      "newly-allows-v1",
    ],
    [
      "moved there from a setting that allowed it",
      { what: ["configured"] as const, before: V1, after: { ...V1, configured: "unsupported" as const } },
      null,
    ],
    [
      "instances that were stricter than the setting and no longer are",
      {
        what: ["effective", "drift"] as const,
        before: { ...V1, effective: "v2-only" as const, drift: true },
        after: V1,
      },
      "newly-allows-v1",
    ],
    [
      "one of the instances that were stricter than the setting",
      {
        what: ["effective"] as const,
        before: { ...V1, effective: "v2-only" as const, drift: true },
        after: { ...V1, effective: "mixed" as const, drift: true },
      },
      "newly-allows-v1",
    ],
    [
      "more of the instances that allow it",
      { what: ["effective"] as const, before: { ...V1, effective: "mixed" as const, drift: true }, after: V1 },
      null,
    ],
    [
      "drift from IMDSv2 only, which has an alert of its own",
      { what: ["effective", "drift"] as const, before: V2, after: { ...V2, effective: "mixed" as const, drift: true } },
      null,
    ],
    ["gone", { what: ["gone"] as const, before: V2, after: null }, null],
  ])("%s", (_, change, kind) => {
    expect(alertOfChange(change, OUTSIDE, false)).toBe(kind);
    // What was reviewed before it was done is none.
    expect(alertOfChange(change, OURS, false)).toBeNull();
    expect(alertOfChange(change, OUTSIDE, true)).toBeNull();
  });
});

test("what is opened holds: nothing closes in the moment it opens", () => {
  const words = fc.record({
    configured: fc.constantFrom("v2-only", "v1-and-v2", "unsupported", "not-applicable", "unknown"),
    effective: fc.constantFrom("v2-only", "v1-and-v2", "mixed", "no-instances", "not-applicable", "unknown"),
    drift: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.option(words), words, fc.boolean(), (before, after, isNew) => {
      const kind = alertOfChange({ what: isNew ? ["appeared"] : ["configured"], before, after }, OUTSIDE, false);
      expect(kind === null || stillHolds(kind, after, false)).toBe(true);
      expect([true, false].map((accepted) => stillHolds("drifted", after, accepted))).toEqual([
        after.drift,
        after.drift,
      ]);
      for (const any of ["newly-allows-v1", "switched-back", "exception-ended"] as const)
        expect([stillHolds(any, null, false), stillHolds(any, after, true)]).toEqual([false, false]);
    }),
  );
});

test("an enforced environment whose instances still answer v1 is not over yet", () => {
  expect(stillHolds("switched-back", { ...V2, effective: "mixed", drift: true }, false)).toBe(true);
  expect(stillHolds("switched-back", V2, false)).toBe(false);
});

test("drift is what a second look finds again", () => {
  const [first, second] = [new Date(1_000), new Date(2_000)];
  expect(isLastingDrift(true, null, second)).toBe(false);
  expect(isLastingDrift(true, first, first)).toBe(false);
  expect(isLastingDrift(true, first, second)).toBe(true);
  expect(isLastingDrift(false, first, second)).toBe(false);
});

test.each([
  [0, null, false],
  [1, 0, false],
  [1, 600, false],
  [2, 1, false],
  [2, 15, true],
  [3, 0, true],
])("%i failed scans over %s minutes: unreadable %s", (failedScans, minutes, unreadable) => {
  const now = new Date("2026-03-01T10:00:00Z");
  const failingSince = minutes === null ? null : new Date(now.getTime() - minutes * 60_000);
  expect(isUnreadable({ failedScans, failingSince }, now)).toBe(unreadable);
});
