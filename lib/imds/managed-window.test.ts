import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ManagedUpdates } from "./managed-window.ts";
import { managedWindowAt } from "./managed-window.ts";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const NAMES = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const updates = (start: string): ManagedUpdates => ({ start, level: "minor", instanceRefresh: false });
const two = (number: number) => String(number).padStart(2, "0");

/** The start of a window as AWS writes it, from an instant in it. */
function startOf(opens: Date): string {
  return `${NAMES[opens.getUTCDay()]}:${two(opens.getUTCHours())}:${two(opens.getUTCMinutes())}`;
}

// 2026-11-24 is a Tuesday.
test.each([
  ["2026-11-24T08:59:59.999Z", null],
  ["2026-11-24T09:00:00.000Z", false],
  ["2026-11-24T09:59:59.999Z", false],
  ["2026-11-24T10:00:00.000Z", true],
  ["2026-11-24T11:59:59.999Z", true],
  ["2026-11-24T12:00:00.000Z", null],
  ["2026-11-23T10:30:00.000Z", null],
])("at %s a window from Tue:10:00 is worth a warning: %s", (at, open) => {
  expect(managedWindowAt(updates("Tue:10:00"), new Date(at))).toEqual(
    open === null
      ? null
      : { open, opensAt: "2026-11-24T10:00:00.000Z", closesAt: "2026-11-24T12:00:00.000Z", instanceRefresh: false },
  );
});

test("a window that crosses the end of the week, and one that opens right after it", () => {
  const late = managedWindowAt(updates("Sat:23:30"), new Date("2026-11-29T00:15:00Z"));
  expect(late).toMatchObject({ open: true, opensAt: "2026-11-28T23:30:00.000Z", closesAt: "2026-11-29T01:30:00.000Z" });
  const soon = managedWindowAt(updates("Sun:00:10"), new Date("2026-11-28T23:45:00Z"));
  expect(soon).toMatchObject({ open: false, opensAt: "2026-11-29T00:10:00.000Z" });
});

test.each(["", "Tue", "Tue:25:00", "Day:10:00", "Tue:10:60", "Tuesday:10:00"])("%j is no window", (start) => {
  expect(managedWindowAt(updates(start), new Date("2026-11-24T10:00:00Z"))).toBeNull();
});

test("without managed updates there is no window", () => {
  expect(managedWindowAt(null, new Date("2026-11-24T10:00:00Z"))).toBeNull();
});

const minutes = fc
  .integer({ min: 0, max: Date.parse("2100-01-01") / 60_000 })
  .map((minute) => new Date(minute * 60_000));

test("in any week, three hours are warned of and the rest is not", () => {
  fc.assert(
    fc.property(minutes, fc.integer({ min: -WEEK, max: WEEK }), (opens, away) => {
      const now = new Date(opens.getTime() + away);
      const found = managedWindowAt(updates(startOf(opens)), now);
      // How far the nearest opening that counts is behind (or, below zero, ahead).
      const since = ((((now.getTime() + HOUR - opens.getTime()) % WEEK) + WEEK) % WEEK) - HOUR;
      const wanted = {
        open: since >= 0,
        opensAt: new Date(now.getTime() - since).toISOString(),
        closesAt: new Date(now.getTime() - since + 2 * HOUR).toISOString(),
        instanceRefresh: false,
      };
      expect(found).toEqual(since >= 2 * HOUR ? null : wanted);
    }),
  );
});
