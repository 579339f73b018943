import { expect, test } from "vitest";
import { dayAfter, endOfDay } from "./expiry-date.ts";

const NOW = new Date(2026, 10, 24, 12, 0);

test("a day holds to its last second where the reader is", () => {
  expect(endOfDay("2026-12-31", NOW)).toBe(new Date(2026, 11, 31, 23, 59, 59).toISOString());
  expect(endOfDay("2026-11-24", NOW)).toBe(new Date(2026, 10, 24, 23, 59, 59).toISOString());
});

test.each(["", "2026-11-23", "2027-11-25", "2026-13-01", "2027-02-30", "31.12.2026", "20261231"])(
  "%o is no day to expire on",
  (day) => {
    expect(endOfDay(day, NOW)).toBeNull();
  },
);

test("days are counted by the calendar, over months and years", () => {
  expect(dayAfter(NOW, 0)).toBe("2026-11-24");
  expect(dayAfter(NOW, 90)).toBe("2027-02-22");
  expect(endOfDay(dayAfter(NOW, 365), NOW)).not.toBeNull();
});
