import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dollarsAMonth, metricsPace, readEverySeconds } from "./metrics-cost.ts";

const HOUR = 3_600;
const hourly = { intervalMinutes: 60, dollarsAtMost: 500 };

test("a thousand counts cost a cent each time", () => {
  expect(dollarsAMonth(1_000, 30 * 24 * HOUR)).toBe(0.01);
  expect(dollarsAMonth(1_000, HOUR)).toBe(7.2);
  expect(dollarsAMonth(40_000, 5 * 60)).toBe(3_456);
  expect(dollarsAMonth(0, 60)).toBe(0);
});

test("a cap that does not bind changes nothing", () => {
  expect(readEverySeconds(0, hourly)).toBe(HOUR);
  expect(readEverySeconds(40_000, hourly)).toBe(HOUR);
  expect(metricsPace(40_000, hourly, 300)).toEqual({
    chosen: { everySeconds: HOUR, dollarsAMonth: 288 },
    capped: null,
  });
});

test("a cap that binds stretches the interval to what it pays for", () => {
  expect(readEverySeconds(40_000, { intervalMinutes: 60, dollarsAtMost: 100 })).toBe(10_368);
  expect(metricsPace(40_000, { intervalMinutes: 60, dollarsAtMost: 100 }, 300)).toEqual({
    chosen: { everySeconds: HOUR, dollarsAMonth: 288 },
    capped: { everySeconds: 10_500, dollarsAMonth: expect.closeTo(98.7, 1) },
  });
});

test("counts cannot be read more often than scans run", () => {
  expect(metricsPace(1_000, { intervalMinutes: 1, dollarsAtMost: 500 }, 300)).toEqual({
    chosen: { everySeconds: 300, dollarsAMonth: 86.4 },
    capped: null,
  });
  expect(metricsPace(1_000, { intervalMinutes: 6, dollarsAtMost: 500 }, 300).chosen.everySeconds).toBe(600);
  // The cap needs two minutes between two readings, and scans leave five.
  const tight = { intervalMinutes: 1, dollarsAtMost: 216 };
  expect(readEverySeconds(1_000, tight)).toBe(120);
  expect(metricsPace(1_000, tight, 300).capped).toBeNull();
});

const fleets = {
  counts: fc.integer({ min: 0, max: 5_000_000 }),
  intervalMinutes: fc.integer({ min: 1, max: 10_080 }),
  dollarsAtMost: fc.integer({ min: 1, max: 1_000_000 }),
  scanIntervalSeconds: fc.integer({ min: 5, max: 86_400 }),
};

test("whatever is chosen, the estimate never exceeds the cap, also where scans are asked for all the time", () => {
  fc.assert(
    fc.property(fc.record(fleets), ({ counts, scanIntervalSeconds, ...limits }) => {
      const least = readEverySeconds(counts, limits);
      expect(least).toBeGreaterThanOrEqual(limits.intervalMinutes * 60);
      expect(dollarsAMonth(counts, least)).toBeLessThanOrEqual(limits.dollarsAtMost);
      const { chosen, capped } = metricsPace(counts, limits, scanIntervalSeconds);
      const now = capped ?? chosen;
      expect(now.dollarsAMonth).toBeLessThanOrEqual(limits.dollarsAtMost);
      expect(now.everySeconds).toBeGreaterThanOrEqual(Math.max(least, scanIntervalSeconds));
      expect(now.everySeconds % scanIntervalSeconds).toBe(0);
    }),
  );
});

test("a cap above the estimate as chosen stretches nothing, and one below it something", () => {
  fc.assert(
    fc.property(fc.record(fleets), ({ counts, scanIntervalSeconds, ...limits }) => {
      const { chosen, capped } = metricsPace(counts, limits, scanIntervalSeconds);
      expect(capped === null).toBe(chosen.dollarsAMonth <= limits.dollarsAtMost);
    }),
  );
});
