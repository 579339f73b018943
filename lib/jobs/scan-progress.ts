import type { Sql } from "#lib/db/database.ts";
import { noteScan } from "#lib/db/lane-queries.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { ScanPhase } from "#lib/imds/lane.ts";

/** How far a scan is, written to its lane at most every two seconds, so that thousands of calls are not thousands of writes. */
export type ScanProgress = {
  /** What is being done; where something failed, what that was. */
  phase: () => ScanPhase;
  /** Says what is done next and how many more calls are known to be needed. */
  enter: (phase: ScanPhase, calls: number) => Promise<void>;
  /** Says that a part failed other than the one that was entered last; the first failure counts. */
  failIn: (phase: ScanPhase) => void;
  /** Counts a call as done when its answer came, whatever it was. */
  counted: <T>(answer: Promise<T>) => Promise<T>;
  /** Counts one call as done whose answer asks for one more. */
  more: () => void;
  /** Says that AWS asked for fewer calls; so it stays until a call is answered. */
  throttled: () => void;
  /** Says that a call that was known to be needed is not needed after all. */
  spared: () => void;
  /** Writes no more. Nothing is in flight once it resolves. */
  stop: () => Promise<void>;
};

/** Also written while nothing moves: a scan that waits out a throttle must not look dead. */
const NOTE_EVERY_MS = 2_000;

/** Takes a lane and gives the progress of its scan. A note that fails is left out; the scan itself meets the database soon. */
export function scanProgress(sql: Sql, lane: LaneKey): ScanProgress {
  const now = { phase: "identity" as ScanPhase, callsDone: 0, callsKnown: 0, throttled: false };
  let failedIn: ScanPhase | undefined;
  let writing: Promise<void> | undefined;
  const note = (): Promise<void> => {
    writing ??= noteScan(sql, lane, { ...now })
      .catch(() => undefined)
      .finally(() => {
        writing = undefined;
      });
    return writing;
  };
  const timer = setInterval(() => void note(), NOTE_EVERY_MS);

  return {
    phase: () => failedIn ?? now.phase,
    failIn: (phase) => {
      failedIn ??= phase;
    },
    enter: async (phase, calls) => {
      now.phase = phase;
      now.callsKnown += calls;
      await writing;
      await note();
    },
    counted: (answer) =>
      answer.finally(() => {
        now.throttled = false;
        now.callsDone += 1;
      }),
    throttled: () => {
      now.throttled = true;
    },
    more: () => {
      now.throttled = false;
      now.callsDone += 1;
      now.callsKnown += 1;
    },
    spared: () => {
      now.callsKnown -= 1;
    },
    stop: async () => {
      clearInterval(timer);
      await writing;
    },
  };
}
