import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Instance } from "../world.ts";
import { callsBetween, publishes } from "./imds-metrics.ts";

const HOUR = 3_600_000;

const instance = (change: Partial<Instance> = {}): Instance => ({
  id: "i-0123456789abcdef0",
  environmentId: "e-abcdefghij",
  environmentName: "shop-web",
  state: "running",
  launchedAt: new Date(0),
  terminatedAt: undefined,
  httpTokens: "optional",
  hopLimit: 1,
  imageId: "ami-0123456789abcdef0",
  instanceType: "t3.small",
  availabilityZone: "eu-west-1a",
  autoScalingGroupName: "awseb-e-abcdefghij",
  imdsV1Use: { kind: "reported", callsPerHour: 120 },
  tags: {},
  ...change,
});

test("however a span is divided, its parts add up", () => {
  const instant = fc.integer({ min: 0, max: 48 * HOUR });
  fc.assert(
    fc.property(instant, instant, instant, (a, b, c) => {
      const [from = 0, middle = 0, to = 0] = [a, b, c].toSorted((x, y) => x - y);
      const calls = (start: number, end: number): number => callsBetween(1, instance(), start, end);
      expect(calls(from, middle) + calls(middle, to)).toBe(calls(from, to));
    }),
  );
});

test("an hour's calls are near the instance's habit, vary, and are the same each time", () => {
  const hours = Array.from({ length: 200 }, (_, hour) => callsBetween(1, instance(), hour * HOUR, (hour + 1) * HOUR));
  expect(Math.min(...hours)).toBeGreaterThanOrEqual(80);
  expect(Math.max(...hours)).toBeLessThanOrEqual(160);
  expect(new Set(hours).size).toBeGreaterThan(20);
  expect(hours[7]).toBe(callsBetween(1, instance(), 7 * HOUR, 8 * HOUR));
});

test("an instance publishes one of the two metrics, or neither", () => {
  const published = (one: Instance): string[] =>
    (["MetadataNoToken", "MetadataNoTokenRejected"] as const).filter((metric) => publishes(one, metric));
  expect(published(instance())).toEqual(["MetadataNoToken"]);
  expect(published(instance({ httpTokens: "required" }))).toEqual(["MetadataNoTokenRejected"]);
  expect(published(instance({ imdsV1Use: { kind: "unreported" } }))).toEqual([]);
});
