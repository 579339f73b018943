import { expect, test } from "vitest";
import { oldestPart } from "./reading.ts";

const LISTED = "2026-03-05T10:00:00.000Z";
const EARLIER_TODAY = "2026-03-05T02:00:00.000Z";
const DAYS_AGO = "2026-03-02T10:00:00.000Z";
const parts = { scannedAt: LISTED, instancesReadAt: LISTED, settingsReadAt: LISTED, settingsAreLate: false };

test.each([
  ["all parts read at once", {}, LISTED],
  ["instances that cannot be read any more", { instancesReadAt: DAYS_AGO }, DAYS_AGO],
  ["settings of earlier today, which the listing shows unmoved", { settingsReadAt: EARLIER_TODAY }, LISTED],
  [
    "settings that moved since, or could not be read",
    { settingsReadAt: EARLIER_TODAY, settingsAreLate: true },
    EARLIER_TODAY,
  ],
  ["settings that nobody checked for longer than a day", { settingsReadAt: DAYS_AGO }, DAYS_AGO],
  ["parts that were never read, which show nothing", { instancesReadAt: null, settingsReadAt: null }, LISTED],
  ["a listing that is older than what a rollout read", { scannedAt: DAYS_AGO }, DAYS_AGO],
])("%s", (_, different, oldest) => {
  expect(oldestPart({ ...parts, ...different })).toBe(oldest);
});
