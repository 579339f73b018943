import { chanceOf } from "../../lib/simulator/random.ts";

/**
 * When to kill: so many milliseconds after work has gone on in every lane, or after a server was started, whether or not it
 * has come to work; and which of two servers.
 */
export type Instant = { while: "working" | "starting"; laterMs: number; server: number };

/** One kill in so many hits a server that starts. */
const STARTING_EACH = 4;
/** A server needs about this long to take up a dead one's work. */
const START_UP_MS = 12_000;
/** Longer than a pass over a lane takes, so that every instant of one can be hit. */
export const WORKING_MS = 4_000;

/** Takes a seed and how many kills there are and gives their instants; the same ones for the same seed. */
export function instantsOf(seed: number, kills: number): Instant[] {
  const chance = chanceOf(seed);
  return Array.from({ length: kills }, (_, index): Instant => {
    const server = chance.whole(0, 1);
    // The first one meets a server at work in any case.
    if (index > 0 && chance.whole(1, STARTING_EACH) === 1)
      return { while: "starting", laterMs: chance.whole(0, START_UP_MS), server };
    return { while: "working", laterMs: chance.whole(0, WORKING_MS), server };
  });
}
