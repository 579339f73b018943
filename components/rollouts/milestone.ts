import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { TargetCounts } from "#lib/rollouts/rollout.ts";

/** Takes counts by status and gives how many targets have ended, in whatever way. */
export function doneOf({ succeeded, skipped, blocked, failed }: TargetCounts): number {
  return succeeded + skipped + blocked + failed;
}

/**
 * Takes how far a rollout is and gives what changes when that is worth saying aloud: at every tenth, at each failure and with
 * each wave. A thousand environments would never be silent otherwise.
 */
export function milestoneOf({
  counts,
  total,
  gatesFailed,
  waves,
  status,
}: Pick<RolloutProgress, "counts" | "total" | "gatesFailed" | "waves" | "status">): string {
  const tenths = total === 0 ? 10 : Math.floor((doneOf(counts) * 10) / total);
  const passed = waves.filter(({ state }) => state === "passed").length;
  return [status, tenths, counts.failed + gatesFailed, passed].join(" ");
}
