import type { LaneView } from "#lib/imds/lane.ts";
import { isScanning } from "#lib/queries/lanes.ts";

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

/** Takes lanes and tells whether to ask for a scan of them would change nothing: each is being read or waits for it. */
export function areAllActive(lanes: readonly LaneView[]): boolean {
  return lanes.length > 0 && lanes.every(isScanning);
}

/** Takes the lanes and gives when the one read longest ago was read (ISO 8601), or `null` where none ever was. */
export function oldestReading(lanes: readonly LaneView[]): string | null {
  const readings = lanes.flatMap(({ lastSuccessAt }) => (lastSuccessAt === null ? [] : [lastSuccessAt]));
  return readings.toSorted().at(0) ?? null;
}

/** Takes lanes, each account's next to each other as they are listed, and gives them by account. */
export function lanesByAccount(lanes: readonly LaneView[]): [LaneView, ...LaneView[]][] {
  const groups: [LaneView, ...LaneView[]][] = [];
  for (const lane of lanes) {
    const group = groups.at(-1);
    if (group?.[0].accountId === lane.accountId) group.push(lane);
    else groups.push([lane]);
  }
  return groups;
}

export type FailingLane = LaneView & { failure: NonNullable<LaneView["failure"]> };

/** Takes the lanes and gives those whose last scan failed. */
export function failingLanes(lanes: readonly LaneView[]): FailingLane[] {
  return lanes.flatMap((lane) => (lane.failure === null ? [] : [{ ...lane, failure: lane.failure }]));
}

/** Takes failing lanes and gives them by account and AWS's words: a role that is refused is refused in every region. */
export function failureGroups(lanes: readonly FailingLane[]): [FailingLane, ...FailingLane[]][] {
  const groups = new Map<string, [FailingLane, ...FailingLane[]]>();
  for (const lane of lanes) {
    const { operation, code, message } = lane.failure;
    const key = JSON.stringify([lane.accountId, operation, code, message, lane.lastSuccessAt === null]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [lane]);
    else group.push(lane);
  }
  return [...groups.values()];
}
