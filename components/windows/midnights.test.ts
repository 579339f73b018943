import { expect, it } from "vitest";
import { midnightsBetween } from "./midnights.ts";

it("a week has its midnights, also where one is an hour late or never was", () => {
  const week = (from: string, zone: string) =>
    midnightsBetween(Date.parse(from), Date.parse(from) + 7 * 86_400_000, zone).map((at) => new Date(at).toISOString());
  expect(week("2026-10-22T12:00:00Z", "Europe/Berlin")).toEqual([
    "2026-10-22T22:00:00.000Z",
    "2026-10-23T22:00:00.000Z",
    "2026-10-24T22:00:00.000Z",
    "2026-10-25T23:00:00.000Z",
    "2026-10-26T23:00:00.000Z",
    "2026-10-27T23:00:00.000Z",
    "2026-10-28T23:00:00.000Z",
  ]);
  // Chile's day of the change begins at 01:00.
  expect(week("2026-09-05T12:00:00Z", "America/Santiago")[0]).toBe("2026-09-06T04:00:00.000Z");
});
