import type { Instance } from "../world.ts";

export type ImdsMetric = "MetadataNoToken" | "MetadataNoTokenRejected";

/** Basic monitoring publishes every five minutes [DOC viewing_metrics_with_cloudwatch]. */
export const PUBLISHED_EVERY_MS = 5 * 60_000;

const HOUR_MS = 3_600_000;

/** FNV-1a with a final mix: spreads well and needs no state, so that a value is the same whenever it is asked for. */
const hash = (text: string): number => {
  let h = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) h = Math.imul(h ^ text.charCodeAt(index), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
};

/** Calls in one hour of an instance's life: its average, give or take a third. */
const callsInHour = (seed: number, instanceId: string, hour: number, callsPerHour: number): number => {
  if (callsPerHour === 0) return 0;
  const spread = (hash(`${seed}/${instanceId}/${hour}`) / 0xffffffff - 0.5) * (2 / 3);
  return Math.max(1, Math.round(callsPerHour * (1 + spread)));
};

/**
 * IMDSv1 calls of one instance between two instants, in milliseconds since 1970. Counting within an hour is cumulative, so
 * that any division into periods adds up to the same sum.
 */
export const callsBetween = (seed: number, instance: Instance, from: number, to: number): number => {
  const { imdsV1Use } = instance;
  if (imdsV1Use.kind === "unreported" || imdsV1Use.callsPerHour === 0) return 0;
  let sum = 0;
  for (let hour = Math.floor(from / HOUR_MS); hour * HOUR_MS < to; hour++) {
    const calls = callsInHour(seed, instance.id, hour, imdsV1Use.callsPerHour);
    const upTo = (instant: number): number => Math.floor(calls * Math.min(1, Math.max(0, instant / HOUR_MS - hour)));
    sum += upTo(to) - upTo(from);
  }
  return sum;
};

/**
 * Which of the two metrics an instance publishes: with `required` tokens v1 calls are refused, else served [3P: the two
 * exclude each other per instance]. `unreported` publishes neither.
 */
export const publishes = (instance: Instance, metric: ImdsMetric): boolean =>
  instance.imdsV1Use.kind === "reported" &&
  metric === (instance.httpTokens === "required" ? "MetadataNoTokenRejected" : "MetadataNoToken");
