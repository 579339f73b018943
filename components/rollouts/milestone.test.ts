import { expect, test } from "vitest";
import { noCounts } from "#lib/rollouts/segments.ts";
import { doneOf, milestoneOf } from "./milestone.ts";

const at = (succeeded: number, failed = 0) =>
  milestoneOf({
    counts: { ...noCounts(), succeeded, failed, pending: 1_000 - succeeded - failed },
    total: 1_000,
    gatesFailed: 0,
    waves: [],
    status: "running",
  });

test("a thousand environments are announced by tenths, and each failure at once", () => {
  expect(at(101)).toBe(at(199));
  expect(at(200)).not.toBe(at(199));
  expect(at(150, 1)).not.toBe(at(151));
  expect(doneOf({ ...noCounts(), skipped: 2, blocked: 1, updating: 5 })).toBe(3);
});
