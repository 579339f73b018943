const FIRST_MS = 5_000;
const FACTOR = 4;
const MOST_MS = 2 * 3_600_000;

/** For so long after its making a message is tried. */
export const TRIED_FOR_MS = 24 * 3_600_000;

/**
 * Takes how many attempts were made and when the message was made, and gives when the next one is, or `null` when a day is
 * over. 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, then every 2 hours.
 */
export function nextAttempt(attempts: number, createdAt: Date, now: Date): Date | null {
  const wait = Math.min(MOST_MS, FIRST_MS * FACTOR ** (attempts - 1));
  const next = new Date(now.getTime() + wait);
  return next.getTime() - createdAt.getTime() > TRIED_FOR_MS ? null : next;
}
