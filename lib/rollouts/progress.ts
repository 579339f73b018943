import type { AwsFailure } from "#lib/errors.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { End } from "./plan.ts";
import { isRetryableEnd, isUndoableEnd } from "./plan.ts";
import type { Acknowledgements, FollowUp, RolloutSummary, TargetCounts, WaveView } from "./rollout.ts";
import { noCounts } from "./segments.ts";
import { isUnfinished } from "./target.ts";

/** How many targets of a rollout are alike in all that its progress tells. */
export type Alike = LaneKey & End & { wave: number | null; isGateFailed: boolean; count: number };

/** How far a wave is. `failed`: its failed updates and failed gates; `undoable`: those that were changed, as far as is known. */
export type WaveProgress = WaveView & { total: number; done: number; failed: number; undoable: number };

/** How far a rollout is in a lane, and why the lane cannot be worked on now. */
export type LaneProgress = LaneKey & {
  accountLabel: string;
  total: number;
  done: number;
  inFlight: number;
  failed: number;
  failure: (AwsFailure & { at: string }) | null;
};

/** How far a rollout is, without its targets: as small for a thousand of them as for ten. */
export type RolloutProgress = RolloutSummary & {
  acknowledgements: Acknowledgements | null;
  total: number;
  /** What was planned to undo or retry it, oldest first, without what was discarded. */
  followUps: FollowUp[];
  /** How many could be planned again, and how many rolled back: all, and of these the failed ones. */
  retryable: number;
  undoable: { all: number; failed: number };
  waves: WaveProgress[];
  lanes: LaneProgress[];
};

type Sums = Pick<RolloutProgress, "counts" | "total" | "gatesFailed" | "retryable" | "undoable">;

const isFailure = ({ status, isGateFailed }: Alike): boolean => status === "failed" || isGateFailed;

const sumOf = (cells: readonly Alike[], counts: (cell: Alike) => boolean = () => true): number =>
  cells.reduce((sum, cell) => (counts(cell) ? sum + cell.count : sum), 0);

/** Takes a rollout's targets, counted by what they have in common, and gives their sums. */
export function sumsOf(cells: readonly Alike[]): Sums {
  const counts: TargetCounts = noCounts();
  for (const { status, count } of cells) counts[status] += count;
  return {
    counts,
    total: sumOf(cells),
    gatesFailed: sumOf(cells, ({ isGateFailed }) => isGateFailed),
    retryable: sumOf(cells, isRetryableEnd),
    undoable: {
      all: sumOf(cells, isUndoableEnd),
      failed: sumOf(cells, (cell) => isFailure(cell) && isUndoableEnd(cell)),
    },
  };
}

/** Takes the same and the rollout's waves and gives how far each wave is. */
export function wavesProgress(cells: readonly Alike[], waves: readonly WaveView[]): WaveProgress[] {
  const byWave = Map.groupBy(cells, ({ wave }) => wave);
  return waves.map((wave) => {
    const members = byWave.get(wave.number) ?? [];
    return {
      ...wave,
      total: sumOf(members),
      done: sumOf(members, ({ status }) => !isUnfinished(status)),
      failed: sumOf(members, isFailure),
      undoable: sumOf(members, isUndoableEnd),
    };
  });
}

/** Takes the same and gives how far the rollout is lane by lane, in the order in which the lanes come. */
export function lanesProgress(cells: readonly Alike[]): Omit<LaneProgress, "accountLabel" | "failure">[] {
  const byLane = Map.groupBy(cells, ({ accountId, region }) => `${accountId} ${region}`);
  return [...byLane.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    return {
      accountId: first.accountId,
      region: first.region,
      total: sumOf(members),
      done: sumOf(members, ({ status }) => !isUnfinished(status)),
      inFlight: sumOf(members, ({ status }) => isUnfinished(status) && status !== "pending"),
      failed: sumOf(members, isFailure),
    };
  });
}
