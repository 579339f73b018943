import type { LaneView } from "#lib/imds/lane.ts";

/** How far the scans under way are, all lanes together. */
export type ScanTotals = {
  /** Lanes being read or waiting for it. */
  active: number;
  done: number;
  /** `null` until a lane under way knows how many calls it will take. */
  known: number | null;
};

/** Takes the lanes and gives the calls done and known of the scans under way. */
export function scanTotals(lanes: readonly LaneView[]): ScanTotals {
  let [active, done, known] = [0, 0, 0];
  for (const { scan } of lanes) {
    if (scan.kind !== "queued" && scan.kind !== "scanning") continue;
    active += 1;
    if (scan.kind === "queued") continue;
    done += scan.callsDone;
    known += Math.max(scan.callsKnown, scan.callsDone);
  }
  return { active, done, known: known === 0 ? null : known };
}

/** Takes the lanes and gives when the one read longest ago was read (ISO 8601), or `null` where none ever was. */
export function oldestReading(lanes: readonly LaneView[]): string | null {
  const readings = lanes.flatMap(({ lastSuccessAt }) => (lastSuccessAt === null ? [] : [lastSuccessAt]));
  return readings.toSorted().at(0) ?? null;
}

/** Takes the lanes and gives those whose last scan failed and that are not known to be well again. */
export function failingLanes(lanes: readonly LaneView[]): (LaneView & { failure: NonNullable<LaneView["failure"]> })[] {
  return lanes.flatMap((lane) => (lane.failure === null ? [] : [{ ...lane, failure: lane.failure }]));
}
