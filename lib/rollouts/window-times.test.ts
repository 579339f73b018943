import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVERY_DAY } from "./test-windows.ts";
import type { Recurrence, Weekday } from "./window.ts";
import { isZone, readLocalTime, stretchesOf } from "./window-times.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const weekly = (start: string, minutes: number, weekdays: Weekday[] = EVERY_DAY): Recurrence => ({
  kind: "weekly",
  weekdays,
  start,
  minutes,
});
/** The stretches of two days, as lines. */
const shown = (recurrence: Recurrence, zone: string, from: string, to: string) =>
  stretchesOf({ recurrence, zone }, { from: Date.parse(from), to: Date.parse(to) }).map(
    (stretch) => `${new Date(stretch.from).toISOString()} ${(stretch.to - stretch.from) / MINUTE} min`,
  );

describe("a local time", () => {
  it.each([
    ["2026-11-25T02:00", "Asia/Tokyo", "2026-11-24T17:00:00.000Z", "once"],
    ["2026-11-25T02:00:07", "Asia/Tokyo", "2026-11-24T17:00:07.000Z", "once"],
    ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z", "skipped"],
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z", "twice"],
    ["2026-03-08T02:30", "America/New_York", "2026-03-08T07:30:00.000Z", "skipped"],
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z", "twice"],
    // Half an hour, on the southern half of the earth.
    ["2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z", "skipped"],
    // A whole day that Samoa never had.
    ["2011-12-30T12:00", "Pacific/Apia", "2011-12-30T22:00:00.000Z", "skipped"],
  ])("%s in %s is %s", (local, zone, at, clock) => {
    expect(readLocalTime(local, zone)).toEqual({ at, clock });
  });

  it.each([
    ["2026-02-30T12:00", "UTC"],
    ["2026-02-20T24:00", "UTC"],
    ["2026-02-20", "UTC"],
    ["2026-02-20T12:00:00Z", "UTC"],
    ["2026-02-20T12:00:60", "UTC"],
    ["2026-02-20T12:00:00.5", "UTC"],
    ["", "UTC"],
    ["2026-02-20T12:00", "Europe/Atlantis"],
  ])("is not %j in %s", (local, zone) => {
    expect(readLocalTime(local, zone)).toBeUndefined();
  });

  it("is of a zone with a name, for an offset knows no daylight saving", () => {
    expect(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "asia/tokyo"].map(isZone)).toEqual(
      Array(5).fill(true),
    );
    expect(["", "+09:00", "Z", "Europe/Atlantis", "Berlin", "Europe/Berlin[u-ca=hebrew]"].map(isZone)).toEqual(
      Array(6).fill(false),
    );
  });
});

describe("a weekly window", () => {
  it("reaches over midnight from the weekday it begins on", () => {
    // Friday 2026-11-27.
    expect(shown(weekly("22:00", 480, [5]), "UTC", "2026-11-28T03:00:00Z", "2026-11-28T04:00:00Z")).toEqual([
      "2026-11-27T22:00:00.000Z 480 min",
    ]);
    expect(shown(weekly("22:00", 480, [6]), "UTC", "2026-11-28T03:00:00Z", "2026-11-28T04:00:00Z")).toEqual([]);
  });

  it("ends after whole days when the clock on the wall shows its start, and after what is left of a day in real time", () => {
    const lasting = (minutes: number) =>
      shown(weekly("00:00", minutes, [6]), "Europe/Berlin", "2026-10-23T22:00:00Z", "2026-10-24T22:00:00Z");
    expect(lasting(1_440)).toEqual(["2026-10-23T22:00:00.000Z 1440 min"]);
    expect(lasting(2_880)).toEqual(["2026-10-23T22:00:00.000Z 2940 min"]);
    // Until 04:00 by the clock that has gone back: five hours after midnight.
    expect(lasting(1_440 + 300)).toEqual(["2026-10-23T22:00:00.000Z 1740 min"]);
  });

  it("lasts as long as it says over both changes of the clocks", () => {
    // 22:00 for eight hours ends at 07:00 in spring and at 05:00 in autumn.
    expect(shown(weekly("22:00", 480), "Europe/Berlin", "2026-03-28T22:00:00Z", "2026-03-29T20:00:00Z")).toEqual([
      "2026-03-28T21:00:00.000Z 480 min",
    ]);
    expect(shown(weekly("22:00", 480), "Europe/Berlin", "2026-10-24T21:00:00Z", "2026-10-25T21:00:00Z")).toEqual([
      "2026-10-24T20:00:00.000Z 480 min",
    ]);
  });

  it("begins later by as much where its start does not exist, and with the first of two", () => {
    expect(shown(weekly("02:30", 60), "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z")).toEqual([
      "2026-03-29T01:30:00.000Z 60 min",
      "2026-03-30T00:30:00.000Z 60 min",
    ]);
    expect(shown(weekly("02:30", 60), "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z")).toEqual([
      "2026-10-25T00:30:00.000Z 60 min",
      "2026-10-26T01:30:00.000Z 60 min",
    ]);
  });

  it("begins at local midnight where clocks skip it", () => {
    // Chile sets its clocks from 24:00 to 01:00.
    expect(shown(weekly("00:00", 60), "America/Santiago", "2026-09-06T00:00:00Z", "2026-09-06T12:00:00Z")).toEqual([
      "2026-09-06T04:00:00.000Z 60 min",
    ]);
  });
});

describe("an absolute range", () => {
  it("is one stretch, without its end", () => {
    const freeze: Recurrence = { kind: "once", from: "2026-12-24T18:00", until: "2027-01-02T09:00" };
    expect(shown(freeze, "Asia/Tokyo", "2026-12-24T08:00:00Z", "2026-12-24T10:00:00Z")).toEqual([
      "2026-12-24T09:00:00.000Z 12420 min",
    ]);
    expect(shown(freeze, "Asia/Tokyo", "2027-01-02T00:00:00Z", "2027-01-03T00:00:00Z")).toEqual([]);
  });

  it("may have no end, and is nothing where the clocks leave nothing of it", () => {
    const open: Recurrence = { kind: "once", from: "2026-12-24T18:00", until: null };
    expect(shown(open, "UTC", "2999-01-01T00:00:00Z", "2999-01-02T00:00:00Z")).toEqual([
      "2026-12-24T18:00:00.000Z Infinity min",
    ]);
    const skipped: Recurrence = { kind: "once", from: "2026-03-29T02:45", until: "2026-03-29T03:15" };
    expect(shown(skipped, "Europe/Berlin", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")).toEqual([]);
  });
});

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Santiago",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Asia/Tokyo",
  "Asia/Kathmandu",
  "Africa/Casablanca",
  "Pacific/Chatham",
];

/** What the clock on the wall of a zone shows at an instant, by the runtime's own tables. */
function wallClock(zone: string): (at: number) => { date: string; time: string; weekday: string } {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
      time: `${parts["hour"]}:${parts["minute"]}`,
      weekday: parts["weekday"] ?? "",
    };
  };
}

describe("in whatever zone and at whatever time", () => {
  const two = (number: number) => String(number).padStart(2, "0");
  const setup = fc.record({
    zone: fc.constantFrom(...ZONES),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.constantFrom(0, 15, 30, 45),
    minutes: fc.integer({ min: 1, max: 7 * 24 * 60 }),
    weekdays: fc.uniqueArray(fc.constantFrom<Weekday>(...EVERY_DAY), { minLength: 1 }),
    at: fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
  });
  const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

  /** What is wrong with an instant at which a window is said to begin, by the clock on the wall. */
  function faultOf(from: number, start: string, weekdays: readonly Weekday[], clock: ReturnType<typeof wallClock>) {
    const shows = clock(from);
    if (shows.time === start) {
      if (!weekdays.some((day) => NAMES[day - 1] === shows.weekday)) return "another weekday";
      const isSecond = [30, 60].some((back) => JSON.stringify(clock(from - back * MINUTE)) === JSON.stringify(shows));
      return isSecond ? "the second time" : null;
    }
    // Skipped: the clock does not show the minute at any time of that date.
    const around = Array.from({ length: 192 }, (_, quarter) => clock(from + (quarter - 96) * 15 * MINUTE));
    return around.some(({ date, time }) => date === shows.date && time === start) ? "a time that exists" : null;
  }

  it("a weekly window begins when the clock on the wall first shows its start, and never where it does not", () => {
    fc.assert(
      fc.property(setup, ({ zone, hour, minute, minutes, weekdays, at }) => {
        const start = `${two(hour)}:${two(minute)}`;
        const clock = wallClock(zone);
        const asked = { from: at.getTime(), to: at.getTime() + 8 * 24 * HOUR };
        const found = stretchesOf({ recurrence: weekly(start, minutes, weekdays), zone }, asked);
        for (const { from, to } of found) {
          // Days are the calendar's, so that a change of the clocks in them counts; what is left of a day is real time.
          const ofClocks = Math.abs(to - from - minutes * MINUTE);
          expect(ofClocks).toBeLessThanOrEqual(minutes < 24 * 60 ? 0 : HOUR);
          expect(from < asked.to && to > asked.from).toBe(true);
          expect(faultOf(from, start, weekdays, clock)).toBeNull();
        }
        // None is left out: each date of a wanted weekday that begins well inside has its own.
        const begun = found.map(({ from }) => clock(from).date);
        const wanted = [1, 2, 3, 4, 5, 6]
          .map((day) => clock(asked.from + day * 24 * HOUR))
          .filter(({ weekday }) => weekdays.some((day) => NAMES[day - 1] === weekday));
        expect(begun).toEqual(expect.arrayContaining(wanted.map(({ date }) => date)));
      }),
      { numRuns: 400 },
    );
  });

  it("a window that begins every day and lasts whole days leaves no hole, whatever clocks do", () => {
    fc.assert(
      fc.property(setup, fc.integer({ min: 1, max: 7 }), ({ zone, hour, minute, at }, days) => {
        const recurrence = weekly(`${two(hour)}:${two(minute)}`, days * 24 * 60);
        const asked = { from: at.getTime(), to: at.getTime() + 8 * 24 * HOUR };
        let covered = asked.from;
        for (const { from, to } of stretchesOf({ recurrence, zone }, asked)) {
          expect(from).toBeLessThanOrEqual(covered);
          covered = Math.max(covered, to);
        }
        expect(covered).toBeGreaterThanOrEqual(asked.to);
      }),
      { numRuns: 400 },
    );
  });

  it("what is asked for in parts is what is asked for at once", () => {
    fc.assert(
      fc.property(
        setup,
        fc.integer({ min: 1, max: 8 * 24 * 60 }),
        ({ zone, hour, minute, minutes, weekdays, at }, cut) => {
          const rule = { recurrence: weekly(`${two(hour)}:${two(minute)}`, minutes, weekdays), zone };
          const from = at.getTime();
          const middle = from + cut * MINUTE;
          const to = from + 9 * 24 * HOUR;
          const parts = [...stretchesOf(rule, { from, to: middle }), ...stretchesOf(rule, { from: middle, to })];
          const unique = new Map(parts.map((stretch) => [stretch.from, stretch]));
          expect([...unique.values()]).toEqual(stretchesOf(rule, { from, to }));
        },
      ),
      { numRuns: 300 },
    );
  });
});
