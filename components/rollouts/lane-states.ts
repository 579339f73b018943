import { isThrottle } from "#lib/rollouts/advice.ts";
import type { LaneProgress } from "#lib/rollouts/progress.ts";
import type { HeldLane } from "#lib/rollouts/window.ts";

/** What holds a lane up, or how it fares; the worst first. */
const LANE_STATES = ["unreadable", "throttled", "held", "working", "waiting", "done"] as const;
export type LaneState = (typeof LANE_STATES)[number];

export type LaneLine = LaneProgress & { state: LaneState; opensAt: string | null };

function stateOf(lane: LaneProgress, held: HeldLane | undefined): LaneState {
  if (lane.done === lane.total) return "done";
  if (lane.failure !== null) return isThrottle(lane.failure.code) ? "throttled" : "unreadable";
  // What is in flight is finished whatever windows say; the lane waits when nothing else goes on.
  if (lane.inFlight > 0) return "working";
  return held === undefined ? "waiting" : "held";
}

/** Takes a rollout's lanes and those that wait for a window, and gives each with how it fares, what needs a look first. */
export function laneLines(lanes: readonly LaneProgress[], held: readonly HeldLane[]): LaneLine[] {
  const byLane = new Map(held.map((lane) => [`${lane.accountId} ${lane.region}`, lane]));
  const lines = lanes.map((lane): LaneLine => {
    const waiting = byLane.get(`${lane.accountId} ${lane.region}`);
    return { ...lane, state: stateOf(lane, waiting), opensAt: waiting?.opensAt ?? null };
  });
  const rank = ({ state, failed }: LaneLine) => LANE_STATES.indexOf(state) - (failed > 0 ? LANE_STATES.length : 0);
  return lines.toSorted((one, other) => rank(one) - rank(other));
}
