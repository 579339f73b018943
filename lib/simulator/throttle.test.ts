import * as fc from "fast-check";
import { expect, test } from "vitest";

import { take, type Bucket } from "./throttle.ts";

const limit = { ratePerSecond: 3, burst: 20 };
const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);

const grant = (times: readonly number[]): number => {
  let bucket: Bucket | undefined;
  let granted = 0;
  for (const ms of times) {
    const taken = take(bucket, limit, at(ms));
    bucket = taken.bucket;
    if (taken.allowed) granted++;
  }
  return granted;
};

test("a burst is granted at once, then a call each third of a second", () => {
  expect(grant(Array.from({ length: 30 }, () => 0))).toBe(20);
  expect(grant([...Array.from({ length: 20 }, () => 0), 300, 340, 600, 680])).toBe(22);
});

test("over any span no more is granted than burst and refill allow", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { maxLength: 200 }), (times) => {
      const sorted = times.toSorted((a, b) => a - b);
      const spanMs = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
      expect(grant(sorted)).toBeLessThanOrEqual(limit.burst + (spanMs / 1000) * limit.ratePerSecond + 1e-6);
    }),
  );
});

test("a clock that steps back grants nothing extra", () => {
  const full = take(undefined, { ratePerSecond: 1000, burst: 1 }, at(1000)).bucket;
  expect(take(full, { ratePerSecond: 1000, burst: 1 }, at(0)).allowed).toBe(false);
});
