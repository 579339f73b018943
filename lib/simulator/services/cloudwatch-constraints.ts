import type { Constraints } from "../protocols/constraints.ts";

const SIZES = ["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"];
const BIT_SIZES = ["Bits", "Kilobits", "Megabits", "Gigabits", "Terabits"];
const UNITS = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  ...SIZES,
  ...BIT_SIZES,
  "Percent",
  "Count",
  ...[...SIZES, ...BIT_SIZES, "Count"].map((unit) => `${unit}/Second`),
  "None",
];
const NAME = { length: [1, 255] } as const;
const PERIOD = { range: [1, Infinity] } as const;

/** [MODEL] of GetMetricData; that CloudWatch words them as other services do is [INFER]. */
export const cloudWatchConstraints: Constraints = {
  "MetricDataQueries[].Id": NAME,
  "MetricDataQueries[].MetricStat.Metric.Namespace": { ...NAME, pattern: "[^:].*" },
  "MetricDataQueries[].MetricStat.Metric.MetricName": NAME,
  "MetricDataQueries[].MetricStat.Metric.Dimensions": { length: [0, 30] },
  "MetricDataQueries[].MetricStat.Metric.Dimensions[].Name": NAME,
  "MetricDataQueries[].MetricStat.Metric.Dimensions[].Value": { length: [1, 1024] },
  "MetricDataQueries[].MetricStat.Period": PERIOD,
  "MetricDataQueries[].MetricStat.Unit": { values: UNITS },
  "MetricDataQueries[].Expression": { length: [1, 2048] },
  "MetricDataQueries[].Period": PERIOD,
  "MetricDataQueries[].AccountId": NAME,
  ScanBy: { values: ["TimestampDescending", "TimestampAscending"] },
};
