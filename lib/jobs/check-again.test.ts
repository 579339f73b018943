import { array, assert, integer, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { CHECK_AGAIN_BEFORE_MS } from "#lib/imds/reading.ts";
import { CHECK_AGAIN_AFTER_MS, checkAgainAfterMs } from "./check-again.ts";

const MINUTE_MS = 60_000;

/** Scans a lane that was read all at once, every so often, and gives each environment's longest age and each scan's readings. */
function days(ids: readonly string[], everyMs: number, count: number) {
  const readAt = new Map(ids.map((id) => [id, 0]));
  const longest = new Map(ids.map((id) => [id, 0]));
  const readings: number[] = [];
  for (let now = everyMs; now <= count * 24 * 60 * MINUTE_MS; now += everyMs) {
    const due = ids.filter((id) => {
      const at = readAt.get(id) ?? 0;
      return now - at >= checkAgainAfterMs(id, new Date(at));
    });
    for (const id of due) {
      longest.set(id, Math.max(longest.get(id) ?? 0, now - (readAt.get(id) ?? 0)));
      readAt.set(id, now);
    }
    readings.push(due.length);
  }
  return { longest, readings };
}

test("however large a lane is and however seldom it is scanned, all of it is read again within a day and one interval", () => {
  assert(
    property(
      record({
        ids: array(string({ minLength: 1 }), { minLength: 1, maxLength: 30 }),
        minutes: integer({ min: 5, max: 1_440 }),
      }),
      ({ ids, minutes }) => {
        const { longest } = days(ids, minutes * MINUTE_MS, 3);
        for (const age of longest.values()) {
          expect(age).toBeGreaterThanOrEqual(CHECK_AGAIN_AFTER_MS);
          expect(age).toBeLessThan(CHECK_AGAIN_BEFORE_MS + minutes * MINUTE_MS);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("a lane read all at once is read again little by little", () => {
  const ids = Array.from({ length: 200 }, (_, index) => `e-${index.toString(36).padStart(10, "x")}`);
  const { readings } = days(ids, 15 * MINUTE_MS, 5);
  expect(Math.max(...readings)).toBeLessThanOrEqual(20);
});
