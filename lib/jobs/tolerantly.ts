import { AwsCallError, isThrottled } from "#lib/aws/failure.ts";
import type { AwsFailure } from "#lib/errors.ts";
import { hasVanished } from "./lane-failure.ts";

/** So many failures, and none read (or so many lost answers in a row), say that the lane is at fault, not the thing read. */
const FAILURES_OF_A_LANE = 5;

/**
 * Gives a function that reads one thing of `all`: one that fails is left for the next scan, a lane that fails is thrown. Of
 * the only one, `tellsOfLane` says whether its failure is the lane's.
 */
export function tolerantly(
  all: number,
  tellsOfLane: (failure: AwsFailure) => boolean,
): (read: () => Promise<void>) => Promise<void> {
  const enough = Math.min(all, FAILURES_OF_A_LANE);
  let succeeded = 0;
  let failed = 0;
  let lostInARow = 0;
  return async (read) => {
    try {
      await read();
      succeeded += 1;
      lostInARow = 0;
    } catch (error) {
      if (!(error instanceof AwsCallError) || isThrottled(error.failure)) throw error;
      if (hasVanished(error.failure)) return;
      failed += 1;
      lostInARow = error.failure.outcome === "lost" ? lostInARow + 1 : 0;
      const noneRead = succeeded === 0 && failed >= enough && (all > 1 || tellsOfLane(error.failure));
      if (noneRead || lostInARow >= FAILURES_OF_A_LANE) throw error;
    }
  };
}
