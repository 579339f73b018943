import { expect, test } from "vitest";
import { callsIn, floorSeconds, percentile, tableOf, throttledShare } from "./figures.ts";

const count = (operation: string, answered: number, throttled = 0, region = "us-east-1") => ({
  accountId: "1",
  region,
  service: operation === "DescribeInstances" ? "ec2" : "elasticbeanstalk",
  operation,
  answered,
  throttled,
  failed: 0,
});

test("the floor is the slowest lane's needed calls, less the burst, at the rate; calls that were wasted are not needed", () => {
  const counts = [
    count("DescribeEnvironments", 1),
    count("DescribeConfigurationSettings", 150, 30),
    count("DescribeInstances", 90),
    count("DescribeConfigurationSettings", 40, 0, "eu-west-1"),
  ];
  const environments = new Map([
    ["1/us-east-1", 100],
    ["1/eu-west-1", 40],
  ]);
  expect(floorSeconds(counts, environments, { rate: 3, burst: 20 })).toBe((101 - 20) / 3);
  expect(callsIn(counts)).toBe(311);
  expect(throttledShare(counts)).toBeCloseTo(30 / 311);
});

test("percentiles and the table", () => {
  expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5);
  expect(
    percentile(
      Array.from({ length: 100 }, (_, index) => index + 1),
      0.95,
    ),
  ).toBe(95);
  expect(tableOf([{ what: "scan", measured: "2 s", bar: "≤ 1 s", kept: false }])).toBe(
    "      measured  bar\nscan  2 s       ≤ 1 s  MISSED",
  );
});
