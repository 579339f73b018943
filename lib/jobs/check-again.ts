import { createHash } from "node:crypto";

const HOUR_MS = 60 * 60_000;

/** Settings that did not move are read again no sooner than this. */
export const CHECK_AGAIN_AFTER_MS = 6 * HOUR_MS;

/**
 * And no later than this, whatever the lane's size and however seldom it is scanned: the first scan after it reads them.
 * What `DateUpdated` does not tell is therefore never shown for longer than a day and the time between two scans.
 */
export const CHECK_AGAIN_BEFORE_MS = 24 * HOUR_MS;

/**
 * Takes an environment's id and when its settings were read, and gives the age, in milliseconds, at which they are read
 * again although they did not move. It is anywhere between the two bounds, so that a lane read all at once is not so again.
 */
export function checkAgainAfterMs(environmentId: string, readAt: Date): number {
  const share = createHash("sha256").update(`${environmentId} ${readAt.getTime()}`).digest().readUInt32BE() / 2 ** 32;
  return CHECK_AGAIN_AFTER_MS + share * (CHECK_AGAIN_BEFORE_MS - CHECK_AGAIN_AFTER_MS);
}
