/**
 * A token bucket that looks for the rate AWS lets us have. AWS publishes none, shares it among everybody in the account
 * and region, and moves it with load: https://repost.aws/knowledge-center/elastic-beanstalk-api-throttling-errors
 */
export type BucketSettings = {
  /** Calls a second. */
  startRate: number;
  minRate: number;
  maxRate: number;
  /** Calls that may be made at once after a rest. */
  burst: number;
};

export type Bucket = {
  tokens: number;
  /** Calls a second, as found so far. */
  rate: number;
  /** The rate at which AWS last refused; below it growth is quick, above it careful. */
  refusedAt: number | null;
  halvedAt: number | null;
  /** When `tokens` was counted, in milliseconds of a clock that never goes back. */
  at: number;
};

/** [invented] Two to three calls a second is what public reports of throttling suggest for Elastic Beanstalk. */
export const BEANSTALK_BUCKET: BucketSettings = {
  startRate: 2.5,
  minRate: 0.2,
  maxRate: 20,
  burst: 10,
};

/** [invented] EC2's describe calls have far more room; a lane needs few of them. */
export const EC2_BUCKET: BucketSettings = { startRate: 5, minRate: 0.2, maxRate: 20, burst: 10 };

/**
 * [invented] A call may bring 100,800 datapoints, and CloudWatch counts datapoints besides calls: about one full call a second.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export const CLOUDWATCH_BUCKET: BucketSettings = { startRate: 1, minRate: 0.1, maxRate: 10, burst: 3 };

/** Calls that were already on their way when the rate was halved may be refused too; they say nothing new. */
const SAME_THROTTLING_MS = 2_000;

/** What a granted call adds to the rate, in calls a second. */
const RECOVERY = 0.04;
const PROBE = 0.01;
/** Growth is quick up to this part of the rate that was refused. */
const KNOWN_SAFE = 0.9;

/** Takes settings and the time in milliseconds and gives a full bucket. */
export function newBucket(settings: BucketSettings, now: number): Bucket {
  return {
    tokens: settings.burst,
    rate: settings.startRate,
    refusedAt: null,
    halvedAt: null,
    at: now,
  };
}

function refill(bucket: Bucket, settings: BucketSettings, now: number): Bucket {
  const elapsed = Math.max(0, now - bucket.at);
  return {
    ...bucket,
    tokens: Math.min(settings.burst, bucket.tokens + (bucket.rate * elapsed) / 1_000),
    at: Math.max(now, bucket.at),
  };
}

/** Takes a bucket and the time and gives one token, or the milliseconds until there will be one. */
export function take(bucket: Bucket, settings: BucketSettings, now: number): { bucket: Bucket; waitMs: number } {
  const filled = refill(bucket, settings, now);
  if (filled.tokens >= 1) return { bucket: { ...filled, tokens: filled.tokens - 1 }, waitMs: 0 };
  return { bucket: filled, waitMs: Math.ceil(((1 - filled.tokens) / filled.rate) * 1_000) };
}

/** Takes a bucket after a refused call: the rate is halved, once per spell, and what was saved up is gone. */
export function onThrottled(bucket: Bucket, settings: BucketSettings, now: number): Bucket {
  const filled = { ...refill(bucket, settings, now), tokens: 0 };
  if (filled.halvedAt !== null && now - filled.halvedAt < SAME_THROTTLING_MS) return filled;
  return {
    ...filled,
    rate: Math.max(settings.minRate, filled.rate / 2),
    refusedAt: filled.rate,
    halvedAt: now,
  };
}

/** Takes a bucket after a granted call: the rate grows a little, but only while it is what holds us back. */
export function onGranted(bucket: Bucket, settings: BucketSettings, now: number): Bucket {
  const filled = refill(bucket, settings, now);
  if (filled.tokens >= 1) return filled;
  const safe = filled.refusedAt !== null && filled.rate < filled.refusedAt * KNOWN_SAFE;
  return { ...filled, rate: Math.min(settings.maxRate, filled.rate + (safe ? RECOVERY : PROBE)) };
}
