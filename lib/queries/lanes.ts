import { queryOptions } from "@tanstack/react-query";
import type { LaneView } from "#lib/imds/lane.ts";
import { fetchJson } from "./fetch-json.ts";

export const laneKeys = { all: ["lanes"] as const };

const SCANNING_POLL = 2_000;
const IDLE_POLL = 15_000;

/** Takes a lane and tells whether a scan of it is under way or about to be. */
export function isScanning(lane: LaneView): boolean {
  return lane.scan.kind === "queued" || lane.scan.kind === "scanning";
}

/** Takes the lanes and tells whether they are about to change: one is read, or is to be, or none is known yet. */
function areMoving(lanes: readonly LaneView[]): boolean {
  return lanes.length === 0 || lanes.some((lane) => isScanning(lane) || lane.scan.kind === "never");
}

/** All lanes with what their scans are doing: asked every 2 s while one runs or is to, every 15 s otherwise. */
export function lanesQuery() {
  return queryOptions({
    queryKey: laneKeys.all,
    queryFn: ({ signal }) => fetchJson<LaneView[]>("/api/lanes", { signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && areMoving(data) ? SCANNING_POLL : IDLE_POLL),
  });
}
