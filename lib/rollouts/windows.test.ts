import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVERY_DAY, NIGHTLY, windowLike } from "./test-windows.ts";
import type { ChangeWindow, Recurrence, Weekday } from "./window.ts";
import { windowFaults } from "./window-faults.ts";
import { closedTargets, closureAt, isClosed, nextOpening, outlookOf, windowsOf } from "./windows.ts";

const PLACE = { accountId: "111122223333", region: "eu-west-1", application: "shop" };
const at = (text: string) => new Date(text);
const WEEKEND: Recurrence = { kind: "weekly", weekdays: [6, 7], start: "00:00", minutes: 1_440 };
const FREEZE: Extract<Recurrence, { kind: "once" }> = {
  kind: "once",
  from: "2026-12-24T00:00",
  until: "2027-01-02T00:00",
};
const EVER: Recurrence = { kind: "once", from: "2026-12-24T00:00", until: null };

describe("an environment", () => {
  it.each([
    // Sunday has 25 hours; it ends at midnight all the same.
    ["2026-10-25T22:30:00Z", true],
    ["2026-10-25T23:00:00Z", false],
    // Sunday has 23 hours.
    ["2026-03-29T21:30:00Z", true],
    ["2026-03-29T22:00:00Z", false],
  ])("is closed over a weekend that is denied, from midnight to midnight of its zone: %s is %s", (instant, closed) => {
    const weekend = windowLike({ kind: "deny", recurrence: WEEKEND, zone: "Europe/Berlin" });
    expect(isClosed(PLACE, [weekend], at(instant))).toBe(closed);
  });

  it("is open where no window speaks of it", () => {
    const elsewhere = [
      windowLike({
        kind: "deny",
        recurrence: EVER,
        scope: { accounts: ["999988887777"], regions: [], applications: [] },
      }),
      windowLike({ scope: { accounts: [PLACE.accountId], regions: ["us-east-1"], applications: [] } }),
      windowLike({ kind: "deny", scope: { accounts: [], regions: [], applications: ["other"] } }),
    ];
    expect(isClosed(PLACE, elsewhere, at("2026-12-25T00:00:00Z"))).toBe(false);
    expect(windowsOf(PLACE, elsewhere)).toEqual([]);
  });

  it("is open in any of the windows that allow it, and outside of all of them closed until the first", () => {
    const windows = [windowLike({ name: "nights" }), windowLike({ name: "weekend", recurrence: WEEKEND })];
    // Thursday 2026-11-26.
    expect(closureAt(windows, at("2026-11-26T12:00:00Z"))).toEqual({
      why: "outside",
      windows: [
        { id: "nights", name: "nights" },
        { id: "weekend", name: "weekend" },
      ],
      opensAt: "2026-11-26T22:00:00.000Z",
    });
    expect(closureAt(windows, at("2026-11-26T22:00:00Z"))).toBeNull();
    expect(closureAt(windows, at("2026-11-28T12:00:00Z"))).toBeNull();
  });

  it("is closed by one that denies, whatever allows it", () => {
    const windows = [
      windowLike({ name: "nights" }),
      windowLike({ name: "holidays", kind: "deny", recurrence: FREEZE }),
    ];
    expect(closureAt(windows, at("2026-12-24T23:00:00Z"))).toEqual({
      why: "denied",
      windows: [{ id: "holidays", name: "holidays" }],
      opensAt: "2027-01-02T00:00:00.000Z",
    });
    // The freeze ends in the middle of a night that allows.
    expect(closureAt(windows, at("2027-01-02T00:00:00Z"))).toBeNull();
  });

  it("never opens under one that denies without an end, or between windows that leave no gap", () => {
    expect(closureAt([windowLike({ kind: "deny", recurrence: EVER })], at("2026-12-25T00:00:00Z"))?.opensAt).toBeNull();
    const allDay: Recurrence = { kind: "weekly", weekdays: EVERY_DAY, start: "09:00", minutes: 1_440 };
    expect(
      closureAt([windowLike({ kind: "deny", recurrence: allDay })], at("2026-12-25T00:00:00Z"))?.opensAt,
    ).toBeNull();
    const over: Recurrence = { kind: "once", from: "2026-01-01T00:00", until: "2026-01-02T00:00" };
    expect(closureAt([windowLike({ recurrence: over })], at("2026-12-25T00:00:00Z"))?.opensAt).toBeNull();
  });

  it("opens for the hour between two windows that only the change of clocks leaves", () => {
    // Two halves of a day, each of twelve hours in real time: where the first half has 13, its last one is open.
    const half = (start: string): ChangeWindow =>
      windowLike({
        kind: "deny",
        recurrence: { kind: "weekly", weekdays: EVERY_DAY, start, minutes: 720 },
        zone: "Europe/Berlin",
      });
    const opening = nextOpening([half("00:00"), half("12:00")], at("2026-10-20T00:00:00Z"));
    expect(opening?.toISOString()).toBe("2026-10-25T10:00:00.000Z");
  });

  it("never opens where each day is denied as a whole", () => {
    const day: Recurrence = { kind: "weekly", weekdays: EVERY_DAY, start: "00:00", minutes: 1_440 };
    const windows = [windowLike({ kind: "deny", recurrence: day, zone: "Europe/Berlin" })];
    expect(nextOpening(windows, at("2026-10-20T00:00:00Z"))).toBeNull();
  });

  it("opens years ahead where a long freeze says so", () => {
    const long: Recurrence = { kind: "once", from: "2026-01-01T00:00", until: "2036-01-01T00:00" };
    const windows = [windowLike({ kind: "deny", recurrence: long }), windowLike({ recurrence: NIGHTLY })];
    expect(nextOpening(windows, at("2026-06-01T00:00:00Z"))?.toISOString()).toBe("2036-01-01T00:00:00.000Z");
  });
});

it("closed targets stand together by what closes them and until when, soonest first", () => {
  const targets = ["a", "b", "c", "d"].map((id) => ({ ...PLACE, id, application: id }));
  const only = (...applications: string[]) => ({ accounts: [], regions: [], applications });
  const windows = [
    windowLike({ name: "never", kind: "deny", recurrence: EVER, scope: only("a") }),
    windowLike({ name: "nights", scope: only("b", "c") }),
  ];
  expect(closedTargets(targets, windows, at("2026-12-25T12:00:00Z"))).toEqual([
    {
      why: "outside",
      windows: [{ id: "nights", name: "nights" }],
      opensAt: "2026-12-25T22:00:00.000Z",
      targets: ["b", "c"],
    },
    { why: "denied", windows: [{ id: "never", name: "never" }], opensAt: null, targets: ["a"] },
  ]);
});

it("the outlook tells what is in force, when that changes, and the week cut to its ends", () => {
  const windows = [windowLike({ name: "nights" }), windowLike({ name: "ever", kind: "deny", recurrence: EVER })];
  const [nights, ever] = outlookOf(windows, at("2026-12-24T23:00:00Z"));
  expect(nights).toMatchObject({ isInForce: true, changesAt: "2026-12-25T06:00:00.000Z" });
  expect(nights?.stretches).toHaveLength(8);
  expect(nights?.stretches.at(0)).toEqual({ from: "2026-12-24T23:00:00.000Z", to: "2026-12-25T06:00:00.000Z" });
  expect(nights?.stretches.at(-1)).toEqual({ from: "2026-12-31T22:00:00.000Z", to: "2026-12-31T23:00:00.000Z" });
  expect(ever).toMatchObject({ isInForce: true, changesAt: null });
  expect(ever?.stretches).toEqual([{ from: "2026-12-24T23:00:00.000Z", to: "2026-12-31T23:00:00.000Z" }]);
});

describe("what is wrong with a window", () => {
  it.each<[string, Partial<ChangeWindow>, string[]]>([
    ["nothing", {}, []],
    ["no name", { name: "  " }, ["name-missing"]],
    ["no such zone", { zone: "Mars/Olympus" }, ["zone-unknown"]],
    ["an offset for a zone", { zone: "+01:00" }, ["zone-unknown"]],
    ["no weekday", { recurrence: { ...NIGHTLY, weekdays: [] } }, ["no-weekday"]],
    ["no time of day", { recurrence: { ...NIGHTLY, start: "24:00" } }, ["start-invalid"]],
    ["no duration", { recurrence: { ...NIGHTLY, minutes: 0 } }, ["duration-invalid"]],
    ["more than a week", { recurrence: { ...NIGHTLY, minutes: 10_081 } }, ["duration-invalid"]],
    ["no such day", { recurrence: { ...FREEZE, from: "2026-02-30T00:00" } }, ["from-invalid"]],
    ["an end before the start", { recurrence: { ...FREEZE, until: "2026-12-23T00:00" } }, ["end-before-start"]],
    [
      "nothing between",
      { zone: "Europe/Berlin", recurrence: { kind: "once", from: "2026-03-29T02:30", until: "2026-03-29T03:30" } },
      ["end-before-start"],
    ],
    ["allowing for ever", { recurrence: EVER }, ["allow-without-end"]],
    ["denying for ever", { kind: "deny", recurrence: EVER }, []],
    [
      "everything",
      { name: "", zone: "", recurrence: { kind: "weekly", weekdays: [], start: "", minutes: 1.5 } },
      ["name-missing", "zone-unknown", "no-weekday", "start-invalid", "duration-invalid"],
    ],
  ])("%s", (_what, more, faults) => {
    expect(windowFaults(windowLike(more))).toEqual(faults);
  });
});

describe("whatever windows there are", () => {
  const two = (number: number) => String(number).padStart(2, "0");
  const zone = fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Tokyo",
    "Pacific/Chatham",
  );
  const local = fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 23 })).map(
    // Two months in which clocks change, on both halves of the earth.
    ([day, hour]) => ({ march: `2026-03-${two(day)}T${two(hour)}:30`, october: `2026-10-${two(day)}T${two(hour)}:30` }),
  );
  const recurrence: fc.Arbitrary<Recurrence> = fc.oneof(
    fc.record({
      kind: fc.constant("weekly" as const),
      weekdays: fc.uniqueArray(fc.constantFrom<Weekday>(...EVERY_DAY), { minLength: 1 }),
      start: fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 30)).map(([h, m]) => `${two(h)}:${two(m)}`),
      minutes: fc.constantFrom(30, 60, 480, 1_440, 4_320),
    }),
    fc.record({
      kind: fc.constant("once" as const),
      from: local.map(({ march }) => march),
      until: fc.oneof(
        fc.constant(null),
        local.map(({ october }) => october),
      ),
    }),
  );
  const scope = fc.record({
    accounts: fc.constant<string[]>([]),
    regions: fc.subarray(["eu-west-1", "us-east-1"]),
    applications: fc.subarray(["shop", "blog"]),
  });
  const windows = fc.array(
    fc
      .record({ kind: fc.constantFrom("allow" as const, "deny" as const), zone, recurrence, scope })
      .map((window) => windowLike(window)),
    { maxLength: 4 },
  );
  const instant = fc.date({ min: new Date("2026-03-20"), max: new Date("2026-11-10"), noInvalidDate: true });

  it("the next opening is open, nothing before it is, and it is now exactly where it is open now", () => {
    fc.assert(
      fc.property(windows, instant, fc.float({ min: 0, max: 1, noNaN: true }), (all, now, share) => {
        const opening = nextOpening(windowsOf(PLACE, all), now);
        expect(opening?.getTime() === now.getTime()).toBe(!isClosed(PLACE, all, now));
        const ahead = (opening?.getTime() ?? now.getTime() + 300 * 86_400_000) - now.getTime();
        expect(opening === null || !isClosed(PLACE, all, opening)).toBe(true);
        if (ahead === 0) return;
        expect(isClosed(PLACE, all, new Date(now.getTime() + ahead - 1))).toBe(true);
        expect(isClosed(PLACE, all, new Date(now.getTime() + Math.floor(share * (ahead - 1))))).toBe(true);
      }),
      { numRuns: 1_500 },
    );
  });

  it("deny wins: one more never opens anything, and without one nothing is denied", () => {
    fc.assert(
      fc.property(windows, windows, instant, (all, more, now) => {
        const denying = more.map((window): ChangeWindow => ({ ...window, kind: "deny" }));
        expect(!isClosed(PLACE, all, now) || isClosed(PLACE, [...all, ...denying], now)).toBe(true);
        const allowing = all.filter(({ kind }) => kind === "allow");
        expect(closureAt(windowsOf(PLACE, allowing), now)?.why).not.toBe("denied");
      }),
      { numRuns: 500 },
    );
  });

  it("the outlook and the openings tell one story", () => {
    fc.assert(
      fc.property(windows, instant, (all, now) => {
        for (const { window, isInForce, changesAt } of outlookOf(all, now)) {
          const alone = [{ ...window, kind: "deny" as const, scope: { accounts: [], regions: [], applications: [] } }];
          expect(isClosed(PLACE, alone, now)).toBe(isInForce);
          const told = isInForce
            ? (nextOpening(alone, now)?.toISOString() ?? null) === changesAt
            : changesAt === null || isClosed(PLACE, alone, new Date(changesAt));
          expect(told).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
