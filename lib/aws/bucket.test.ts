import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bucket, BucketSettings } from "./bucket.ts";
import { newBucket, onGranted, onThrottled, take } from "./bucket.ts";

const settings: BucketSettings = { startRate: 2.5, minRate: 0.2, maxRate: 20, burst: 10 };

type Step = { afterMs: number; kind: "take" | "granted" | "throttled" };
const steps = array(
  record<Step>({
    afterMs: integer({ min: 0, max: 2_000 }),
    kind: constantFrom("take", "take", "take", "granted", "throttled"),
  }),
  { maxLength: 200 },
);

describe("the bucket", () => {
  test("never gives more than the burst and what its rate has earned since", () => {
    assert(
      property(steps, (all) => {
        let now = 0;
        let bucket: Bucket = newBucket(settings, now);
        let earned = settings.burst;
        let given = 0;
        for (const { afterMs, kind } of all) {
          earned += (bucket.rate * afterMs) / 1_000;
          now += afterMs;
          if (kind === "take") {
            const taken = take(bucket, settings, now);
            bucket = taken.bucket;
            if (taken.waitMs === 0) given += 1;
          } else bucket = kind === "granted" ? onGranted(bucket, settings, now) : onThrottled(bucket, settings, now);
          expect(given).toBeLessThanOrEqual(earned + 1e-6);
          expect(bucket.rate).toBeGreaterThanOrEqual(settings.minRate);
          expect(bucket.rate).toBeLessThanOrEqual(settings.maxRate);
        }
      }),
    );
  });

  test("says truly how long to wait", () => {
    assert(
      property(steps, (all) => {
        let now = 0;
        let bucket = newBucket(settings, now);
        for (const { afterMs, kind } of all) {
          now += afterMs;
          if (kind === "throttled") bucket = onThrottled(bucket, settings, now);
          const taken = take(bucket, settings, now);
          bucket = taken.bucket;
          // One that was given need not wait; the next one then asks anew.
          const then = taken.waitMs === 0 ? taken : take(bucket, settings, now + taken.waitMs);
          expect(then.waitMs).toBe(0);
        }
      }),
    );
  });

  test("however long it rests, and however many calls are granted, both bounds hold", () => {
    assert(
      property(integer({ min: 0, max: 1_000_000 }), integer({ min: 0, max: 300 }), (restMs, grants) => {
        const rested = take(newBucket(settings, 0), settings, restMs).bucket;
        expect(rested.tokens).toBe(settings.burst - 1);
        let bucket: Bucket = { ...rested, tokens: 0 };
        for (let granted = 0; granted < grants; granted += 1) {
          bucket = { ...onGranted(bucket, settings, restMs), tokens: 0 };
          expect(bucket.rate).toBeLessThanOrEqual(settings.maxRate);
        }
      }),
    );
  });

  test("is not confused by a clock that goes back", () => {
    const bucket = take(newBucket(settings, 1_000), settings, 1_000).bucket;
    expect(take(bucket, settings, 0).bucket.tokens).toBe(settings.burst - 2);
  });

  test("cuts once for calls that were refused together", () => {
    const first = onThrottled(newBucket(settings, 0), settings, 0);
    expect(first.rate).toBe(1.25);
    expect(onThrottled(first, settings, 500).rate).toBe(1.25);
    expect(onThrottled(first, settings, 5_000).rate).toBe(0.625);
  });

  test("measures between two refusals what the service bears, and forgets it over a rest", () => {
    let bucket = onThrottled({ ...newBucket(settings, 0), rate: 10 }, settings, 0);
    // It wants five a second and gets two.
    for (let now = 500; now < 10_000; now += 500) bucket = onGranted(take(bucket, settings, now).bucket, settings, now);
    const busy = { ...bucket, tokens: 0, at: 10_000, emptyAt: 0 };
    expect(onThrottled(busy, settings, 10_000).believed).toBeCloseTo(2);
    expect(onThrottled({ ...busy, rate: 4 }, settings, 40_000).rate).toBe(2);
  });

  test("finds a service's rate and keeps to it, with few refusals", () => {
    const limit = { rate: 3, burst: 20 };
    let now = 0;
    let service = limit.burst;
    let bucket = newBucket(settings, now);
    let granted = 0;
    let refused = 0;
    while (now < 20 * 60_000) {
      const taken = take(bucket, settings, now);
      bucket = taken.bucket;
      if (taken.waitMs > 0) {
        now += taken.waitMs;
        service = Math.min(limit.burst, service + (limit.rate * taken.waitMs) / 1_000);
        continue;
      }
      if (service >= 1) {
        service -= 1;
        granted += 1;
        bucket = onGranted(bucket, settings, now);
      } else {
        refused += 1;
        bucket = onThrottled(bucket, settings, now);
      }
    }
    expect(refused / (granted + refused)).toBeLessThan(0.03);
    expect(granted).toBeGreaterThan(0.98 * (20 * 60 * limit.rate + limit.burst));
  });
});
