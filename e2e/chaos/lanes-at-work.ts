import { laneOf } from "../running/shapes.ts";
import type { Rollout } from "../running/shapes.ts";

const IN_FLIGHT: ReadonlySet<string> = new Set(["applying", "updating", "verifying"]);

/**
 * Takes a rollout and gives the lanes the engine has to look at: those with something in flight, and, unless it is paused or
 * stopped, those with something to start in the open wave.
 */
export function lanesAtWork({ status, stopRequested, waves, targets }: Rollout): Set<string> {
  const open = waves.find(({ passedAt }) => passedAt === null)?.number;
  const starts = status === "running" && !stopRequested;
  return new Set(
    targets
      .filter(
        ({ state, wave }) =>
          IN_FLIGHT.has(state.status) || (starts && state.status === "pending" && wave !== null && wave === open),
      )
      .map(laneOf),
  );
}
