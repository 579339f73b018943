import { chanceOf } from "../../lib/simulator/random.ts";

/** When to kill: once so many targets have ended, and so many milliseconds later; and which of two servers. */
export type Instant = { ended: number; laterMs: number; startUpMs: number; server: number };

/** A server needs about this long to take up a dead one's work, so that kills inside it hit the start-up too. */
const START_UP_MS = 15_000;
const LATER_MS = 2_500;
/** Later ones could come when the last targets are already ending. */
const UNTIL = 0.75;

/**
 * Takes a seed and how many targets and kills there are and gives the kills' instants, spread by chance over the whole
 * change; the same ones for the same seed. Where the targets have ended long before (the server was killed while it
 * started), `startUpMs` counts from the start instead.
 */
export function instantsOf(seed: number, targets: number, kills: number): Instant[] {
  const chance = chanceOf(seed);
  const ended = Array.from({ length: kills }, () => chance.whole(0, Math.floor(targets * UNTIL))).toSorted(
    (a, b) => a - b,
  );
  return ended.map((count) => ({
    ended: count,
    laterMs: chance.whole(0, LATER_MS),
    startUpMs: chance.whole(0, START_UP_MS),
    server: chance.whole(0, 1),
  }));
}
