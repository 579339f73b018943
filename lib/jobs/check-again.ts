import { createHash } from "node:crypto";
import { CHECK_AGAIN_BEFORE_MS } from "#lib/imds/reading.ts";

const HOUR_MS = 60 * 60_000;

/** Settings that did not move are read again no sooner than this. */
export const CHECK_AGAIN_AFTER_MS = 6 * HOUR_MS;

/**
 * Takes an environment's id and when its settings were read, and gives the age, in milliseconds, at which they are read
 * again although they did not move. It is anywhere between the two bounds, so that a lane read all at once is not so again.
 */
export function checkAgainAfterMs(environmentId: string, readAt: Date): number {
  const share = createHash("sha256").update(`${environmentId} ${readAt.getTime()}`).digest().readUInt32BE() / 2 ** 32;
  return CHECK_AGAIN_AFTER_MS + share * (CHECK_AGAIN_BEFORE_MS - CHECK_AGAIN_AFTER_MS);
}
