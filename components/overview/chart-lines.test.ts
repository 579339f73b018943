import { expect, test } from "vitest";
import { niceMost, stepPath } from "./chart-lines.ts";

test.each([
  [0, 4],
  [4, 4],
  [5, 6],
  [11, 20],
  [201, 300],
  [999, 1_000],
  [10_000, 10_000],
])("a chart of %i reaches to %i", (most, top) => {
  expect(niceMost(most)).toBe(top);
  expect(Number.isInteger(niceMost(most) / 2)).toBe(true);
});

test("a count holds until the next one, and a history that begins late begins late", () => {
  const at = (hour: number, enforced: number) => ({
    at: new Date(hour * 3_600_000).toISOString(),
    environments: 10,
    enforced,
    allowing: 0,
    drifted: 0,
    inUse: 0,
  });
  const span = { from: 0, to: 10 * 3_600_000, most: 10, width: 100, height: 50 };
  expect(stepPath([at(5, 0), at(8, 10), at(10, 5)], "enforced", span)).toBe("M50.0 50.0H80.0V0.0H100.0V25.0");
});
