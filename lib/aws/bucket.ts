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
  /** What the service is believed to bear; growth slows down towards it, and quickens beyond. */
  believed: number;
  /** How far growth has come since the last cut, in granted calls or in seconds, whichever are more. */
  grown: number;
  /** Where on that way the rate is what is believed. */
  plateau: number;
  cutAt: number | null;
  /** When the service last refused, with its own bucket empty; `null` where we rested since, so that it may have filled. */
  emptyAt: number | null;
  grantedSinceEmpty: number;
  grantedAt: number;
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

/** Calls that were already on their way when the rate was cut may be refused too; they say nothing new. */
const SAME_THROTTLING_MS = 1_000;

/** What is left of the rate after a refusal that tells nothing but "fewer", and of a rate that was measured. */
const CUT_BLINDLY = 0.5;
const CUT_MEASURED = 0.7;
/** A measurement over less time says little: a call more or less is too much of it. */
const MEASURED_OVER_MS = 3_000;

/**
 * [invented] Growth is the cube of TCP CUBIC (RFC 9438), which the SDK's adaptive retries follow as well, but counted in
 * calls and relative to the rate: after so many granted calls a measured cut is made good, after as many again the rate is 1.3 times what was measured.
 */
const CALLS_UNTIL_BACK = 20;
const STEEPNESS = (1 - CUT_MEASURED) / CALLS_UNTIL_BACK ** 3;

/** A token, but for what adding fractions loses. */
const ONE = 1 - 1e-9;

/** So many calls saved up mean that we rested. */
const RESTED = 2;

/** Takes settings and the time in milliseconds and gives a full bucket. */
export function newBucket(settings: BucketSettings, now: number): Bucket {
  return {
    tokens: settings.burst,
    rate: settings.startRate,
    believed: settings.startRate,
    grown: 0,
    plateau: 0,
    cutAt: null,
    emptyAt: null,
    grantedSinceEmpty: 0,
    grantedAt: now,
    at: now,
  };
}

function refill(bucket: Bucket, settings: BucketSettings, now: number): Bucket {
  const elapsed = Math.max(0, now - bucket.at);
  const tokens = Math.min(settings.burst, bucket.tokens + (bucket.rate * elapsed) / 1_000);
  return { ...bucket, tokens, emptyAt: tokens >= RESTED ? null : bucket.emptyAt, at: Math.max(now, bucket.at) };
}

/** Takes a bucket and the time and gives one token, or the milliseconds until there will be one. */
export function take(bucket: Bucket, settings: BucketSettings, now: number): { bucket: Bucket; waitMs: number } {
  const filled = refill(bucket, settings, now);
  if (filled.tokens >= ONE) return { bucket: { ...filled, tokens: Math.max(0, filled.tokens - 1) }, waitMs: 0 };
  return { bucket: filled, waitMs: Math.ceil(((1 - filled.tokens) / filled.rate) * 1_000) };
}

/** What the service granted a second between two refusals: its bucket was empty at both, so that is its own rate. */
function measured(bucket: Bucket, now: number): number | null {
  if (bucket.emptyAt === null || now - bucket.emptyAt < MEASURED_OVER_MS) return null;
  return ((bucket.grantedSinceEmpty + 1) * 1_000) / (now - bucket.emptyAt);
}

/** Takes a bucket after a refused call: the rate is cut, once per spell, and what was saved up is gone. */
export function onThrottled(bucket: Bucket, settings: BucketSettings, now: number): Bucket {
  const filled = refill(bucket, settings, now);
  const empty = { ...filled, tokens: 0, emptyAt: now, grantedSinceEmpty: 0, grantedAt: now };
  if (filled.cutAt !== null && now - filled.cutAt < SAME_THROTTLING_MS) return empty;
  // Where nothing at all was granted since the last refusal, the service says that it is closed, not how much it bears.
  const closed = filled.emptyAt !== null && filled.grantedSinceEmpty === 0;
  const known = closed ? null : measured(filled, now);
  const wanted = known === null ? filled.rate * CUT_BLINDLY : Math.min(filled.rate, known) * CUT_MEASURED;
  const rate = Math.max(settings.minRate, wanted);
  const believed = closed ? Math.max(filled.believed, rate) : rate / CUT_MEASURED;
  return { ...empty, rate, believed, grown: 0, plateau: Math.cbrt((1 - rate / believed) / STEEPNESS), cutAt: now };
}

/** Takes a bucket after a granted call: the rate grows a little, but only while it is what holds us back. */
export function onGranted(bucket: Bucket, settings: BucketSettings, now: number): Bucket {
  const filled = refill(bucket, settings, now);
  // At a low rate calls are too few to count by: a lane must not take an hour to come back. A rest is no growth.
  const seconds = Math.min(Math.max(0, now - filled.grantedAt) / 1_000, 1 / filled.rate);
  const granted = { ...filled, grantedSinceEmpty: filled.grantedSinceEmpty + 1, grantedAt: filled.at };
  if (filled.tokens >= 1) return granted;
  const grown = filled.grown + Math.max(1, seconds);
  const curve = filled.believed * (1 + STEEPNESS * (grown - filled.plateau) ** 3);
  return { ...granted, grown, rate: Math.min(settings.maxRate, Math.max(filled.rate, curve)) };
}
