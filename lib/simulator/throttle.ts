/** AWS publishes no limits; a bucket of tokens per account, region and service stands in for them [invented]. */
export type Limit = { ratePerSecond: number; burst: number };

export type Bucket = { tokens: number; filledAt: Date };

/** Takes one token at `now` (wall time) from a bucket, `undefined` being one never used; gives the bucket to keep. */
export const take = (bucket: Bucket | undefined, limit: Limit, now: Date): { allowed: boolean; bucket: Bucket } => {
  const before = bucket ?? { tokens: limit.burst, filledAt: now };
  const elapsedMs = Math.max(0, now.getTime() - before.filledAt.getTime());
  const tokens = Math.min(limit.burst, before.tokens + (elapsedMs / 1000) * limit.ratePerSecond);
  const allowed = tokens >= 1;
  return { allowed, bucket: { tokens: allowed ? tokens - 1 : tokens, filledAt: now } };
};
