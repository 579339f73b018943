import type { TargetCounts } from "./rollout.ts";
import type { TargetStatus } from "./target.ts";

/** The parts of a rollout's bar, in the order they stand. */
export const SEGMENTS = ["succeeded", "inFlight", "failed", "blocked", "skipped", "pending"] as const;
export type Segment = (typeof SEGMENTS)[number];

/** The statuses that count in each part of the bar. */
export const STATUSES_OF = {
  succeeded: ["succeeded"],
  inFlight: ["applying", "updating", "verifying"],
  failed: ["failed"],
  blocked: ["blocked"],
  skipped: ["skipped"],
  pending: ["pending"],
} as const satisfies Record<Segment, readonly TargetStatus[]>;

/** Gives counts of no target at all. */
export const noCounts = (): TargetCounts => ({
  pending: 0,
  applying: 0,
  updating: 0,
  verifying: 0,
  succeeded: 0,
  skipped: 0,
  blocked: 0,
  failed: 0,
});

/** Takes counts by status and gives them by part of the bar. */
export function segmentsOf(counts: TargetCounts): Record<Segment, number> {
  return {
    succeeded: counts.succeeded,
    inFlight: counts.applying + counts.updating + counts.verifying,
    failed: counts.failed,
    blocked: counts.blocked,
    skipped: counts.skipped,
    pending: counts.pending,
  };
}
