import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ImdsUse, InstanceUse } from "./use.ts";
import { byDay, callsSince, daysOf, evidenceOf, NO_EVIDENCE, staleAfterMs, windowsOf } from "./use.ts";

const TO = "2026-03-15T12:00:00.000Z";
const ASKED = { from: "2026-03-01T00:00:00.000Z", to: TO };
const day = (number: number) => `2026-03-${String(number).padStart(2, "0")}`;

/** An instance that has run since February and counted these calls on the first days of March. */
function instance(calls: readonly number[], different: Partial<InstanceUse> = {}): InstanceUse {
  const days = calls.map((count, index) => ({ day: day(index + 1), calls: count }));
  const last = days.findLast(({ calls: count }) => count > 0);
  return {
    instanceId: "i-1",
    metric: "MetadataNoToken",
    launchedAt: "2026-02-01T00:00:00.000Z",
    firstSeenAt: "2026-02-20T00:00:00.000Z",
    goneAt: null,
    readAt: TO,
    days,
    lastAt: last === undefined ? null : `${last.day}T05:00:00.000Z`,
    ...different,
  };
}

const whole = { from: ASKED.from, to: TO, knownSince: "2026-02-20T00:00:00.000Z", complete: true };

test.each<[what: string, instances: InstanceUse[], use: ImdsUse]>([
  ["no instance", [], { kind: "unknown" }],
  ["an instance that was never asked about", [instance([], { readAt: null })], { kind: "unknown" }],
  ["an instance without data", [instance([])], { kind: "no-data", readAt: TO, instances: 1 }],
  ["zeros", [instance([0, 0])], { kind: "none", readAt: TO, window: whole, silent: 0 }],
  [
    "zeros of one, and nothing of another that should report",
    [instance([0]), instance([], { instanceId: "i-2" })],
    { kind: "none", readAt: TO, window: whole, silent: 1 },
  ],
  [
    "zeros of one, and nothing yet of another that was just launched",
    [instance([0]), instance([], { instanceId: "i-2", launchedAt: "2026-03-15T11:00:00.000Z" })],
    { kind: "none", readAt: TO, window: whole, silent: 0 },
  ],
  [
    "calls",
    [instance([0, 7, 3]), instance([0], { instanceId: "i-2" })],
    {
      kind: "in-use",
      calls: 10,
      instances: 1,
      lastAt: "2026-03-03T05:00:00.000Z",
      readAt: TO,
      window: whole,
      silent: 0,
    },
  ],
  [
    "calls of an instance that has gone since",
    [instance([4], { goneAt: "2026-03-02T00:00:00.000Z" }), instance([0], { instanceId: "i-2" })],
    {
      kind: "in-use",
      calls: 4,
      instances: 1,
      lastAt: "2026-03-01T05:00:00.000Z",
      readAt: TO,
      window: whole,
      silent: 0,
    },
  ],
  [
    "zeros of an instance that was launched two days ago, in a fleet first scanned yesterday",
    [
      instance([], {
        launchedAt: "2026-03-13T12:00:00.000Z",
        firstSeenAt: "2026-03-14T00:00:00.000Z",
        days: [{ day: "2026-03-14", calls: 0 }],
      }),
    ],
    {
      kind: "none",
      readAt: TO,
      window: {
        from: "2026-03-13T12:00:00.000Z",
        to: TO,
        knownSince: "2026-03-14T00:00:00.000Z",
        complete: false,
      },
      silent: 0,
    },
  ],
  [
    "calls before the window only",
    [instance([], { days: [{ day: "2026-02-25", calls: 9 }], lastAt: "2026-02-25T05:00:00.000Z" })],
    { kind: "no-data", readAt: TO, instances: 1 },
  ],
])("%s", (_, instances, use) => {
  expect(evidenceOf(instances, ASKED).use).toEqual(use);
});

test("calls that were refused are no use, and are told apart", () => {
  const refused = instance([0, 5], { metric: "MetadataNoTokenRejected" });
  expect(evidenceOf([refused], ASKED)).toEqual({
    use: { kind: "unknown" },
    rejected: { calls: 5, instances: 1, lastAt: "2026-03-02T05:00:00.000Z" },
    asked: ASKED,
  });
  expect(evidenceOf([instance([0]), refused], ASKED).use.kind).toBe("none");
});

test("each count is of a time of its own: that of refused calls begins with what refuses them", () => {
  const old = instance([0, 7, 3]);
  const refused = instance([], {
    instanceId: "i-2",
    metric: "MetadataNoTokenRejected",
    launchedAt: "2026-03-13T00:00:00.000Z",
    firstSeenAt: "2026-03-14T00:00:00.000Z",
    days: [{ day: day(14), calls: 2 }],
  });
  const all = [old, refused];
  expect(windowsOf(evidenceOf(all, ASKED), all)).toEqual({
    MetadataNoToken: whole,
    MetadataNoTokenRejected: {
      from: "2026-03-13T00:00:00.000Z",
      to: TO,
      knownSince: "2026-03-14T00:00:00.000Z",
      complete: false,
    },
  });
  const none = { MetadataNoToken: null, MetadataNoTokenRejected: null };
  expect(windowsOf(NO_EVIDENCE, [])).toEqual(none);
  const unread = [
    { ...old, readAt: null },
    { ...refused, readAt: null },
  ];
  expect(windowsOf(evidenceOf(unread, ASKED), unread)).toEqual(none);
});

const hours = fc.array(fc.record({ hour: fc.integer({ min: 0, max: 300 }), calls: fc.nat({ max: 50 }) }), {
  maxLength: 40,
});
const pointsOf = (list: readonly { hour: number; calls: number }[]) =>
  list.map(({ hour, calls }) => ({ at: new Date(Date.parse(ASKED.from) + hour * 3_600_000).toISOString(), calls }));

test("no call is lost between hours, days and the sum, in whatever order they come", () => {
  fc.assert(
    fc.property(hours, (list) => {
      const points = pointsOf(list);
      const { days, lastAt } = byDay(points);
      const sum = points.reduce((total, { calls }) => total + calls, 0);
      expect(callsSince({ days }, ASKED.from)).toBe(sum);
      expect(days.map((one) => one.day)).toEqual([...new Set(days.map((one) => one.day))].toSorted());
      expect(lastAt === null).toBe(sum === 0);
      expect(byDay(points.toReversed())).toEqual({ days, lastAt });
    }),
  );
});

test("more instances never make use less, and zero is never read from nothing", () => {
  const some = fc
    .record({
      list: hours,
      gone: fc.boolean(),
      read: fc.boolean(),
      metric: fc.constantFrom("MetadataNoToken" as const, "MetadataNoTokenRejected" as const),
    })
    .map(({ list, gone, read, metric }) =>
      instance([], {
        metric,
        ...(read ? byDay(pointsOf(list)) : {}),
        readAt: read ? TO : null,
        goneAt: gone ? TO : null,
      }),
    );
  fc.assert(
    fc.property(fc.array(some, { maxLength: 5 }), some, (instances, another) => {
      const { use } = evidenceOf(instances, ASKED);
      const more = evidenceOf([...instances, another], ASKED).use;
      const calls = (of: ImdsUse) => (of.kind === "in-use" ? of.calls : 0);
      expect(calls(more)).toBeGreaterThanOrEqual(calls(use));
      const answered = instances.filter(({ metric }) => metric === "MetadataNoToken");
      const hasRead = answered.some(({ readAt }) => readAt !== null);
      const hasData = answered.some(({ readAt, days }) => readAt !== null && days.length > 0);
      expect(use.kind === "unknown").toBe(!hasRead);
      expect(use.kind === "no-data").toBe(hasRead && !hasData);
      expect("window" in use ? use.window.from <= use.window.to : true).toBe(true);
    }),
  );
});

test("the window's days are all there; one without data is not one with zero", () => {
  const days = daysOf([instance([0, 2]), instance([1], { instanceId: "i-2" })], "MetadataNoToken", {
    from: ASKED.from,
    to: "2026-03-03T01:00:00.000Z",
  });
  expect(days).toEqual([
    { day: day(1), calls: 1 },
    { day: day(2), calls: 2 },
    { day: day(3), calls: null },
  ]);
});

test("counts are stale after three rounds, never within a day, and always after three weeks", () => {
  const hours = (minutes: number | null) => staleAfterMs(minutes === null ? null : minutes * 60) / 3_600_000;
  expect([null, 5, 480, 600, 10_080, 43_200].map(hours)).toEqual([24, 24, 24, 30, 504, 504]);
});
