import { expect, it } from "vitest";
import { isStartReady, nextHours, NOW_AND_IN_WINDOWS, startInput, wishedStart } from "./start-choice.ts";

const LATER = { ...NOW_AND_IN_WINDOWS, isLater: true, local: "2026-11-25T02:00", zone: " Asia/Tokyo " };

it("a start is now, unless another time was said in full", () => {
  expect(startInput(NOW_AND_IN_WINDOWS)).toEqual({ startAt: null, windowOverride: null });
  expect(startInput(LATER)).toEqual({
    startAt: { local: "2026-11-25T02:00", zone: "Asia/Tokyo" },
    windowOverride: null,
  });
  expect(wishedStart({ ...LATER, isLater: false })).toBeNull();
  expect([NOW_AND_IN_WINDOWS, LATER].map(isStartReady)).toEqual([true, true]);
  expect(
    [
      { ...LATER, local: "" },
      { ...LATER, zone: " " },
    ].map(isStartReady),
  ).toEqual([false, false]);
});

it("windows are passed over with a reason only", () => {
  const override = { isOn: true, reason: " " };
  expect(isStartReady({ ...NOW_AND_IN_WINDOWS, override })).toBe(false);
  const given = { ...NOW_AND_IN_WINDOWS, override: { isOn: true, reason: " An outage. " } };
  expect(isStartReady(given)).toBe(true);
  expect(startInput(given).windowOverride).toBe("An outage.");
  // What was typed before the tick was taken away counts for nothing.
  expect(startInput({ ...given, override: { isOn: false, reason: "An outage." } }).windowOverride).toBeNull();
});

it("the hour proposed is one to two hours ahead, on the clock of the zone", () => {
  expect(nextHours(Date.parse("2026-11-24T21:40:00Z"), "Asia/Tokyo")).toBe("2026-11-25T08:00");
  expect(nextHours(Date.parse("2026-12-31T22:00:00Z"), "UTC")).toBe("2027-01-01T00:00");
});
