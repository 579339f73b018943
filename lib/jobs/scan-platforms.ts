import type { CallOptions } from "#lib/aws/call.ts";
import { readPlatformOption } from "#lib/aws/elastic-beanstalk.ts";
import { AwsCallError, isThrottled } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { Sql } from "#lib/db/database.ts";
import type { PlatformFacts } from "#lib/db/environment-facts.ts";
import { notePlatformsFailure } from "#lib/db/lane-queries.ts";
import { isPlatformKnown, readPlatforms, storePlatform } from "#lib/db/platform-queries.ts";
import type { AwsFailure } from "#lib/errors.ts";
import type { EnvironmentFacts } from "#lib/imds/environment.ts";
import { hasVanished } from "./lane-failure.ts";
import type { ScanProgress } from "./scan-progress.ts";
import { tolerantly } from "./tolerantly.ts";

type PlatformReading = { sql: Sql; access: LaneAccess; now: () => Date; call?: CallOptions };
type PlatformsScan = PlatformReading & { call: CallOptions; progress: ScanProgress };

/** What a platform is asked for and kept by. */
type PlatformName = Pick<EnvironmentFacts, "platformKey" | "platformArn">;

/**
 * What a platform's default was is read again after a day: AWS promises nowhere that it stands still. Of all lanes of a
 * region one asks, once for each platform in use.
 */
const PLATFORM_AGAIN_AFTER_MS = 24 * 60 * 60_000;

/** Takes a platform and keeps what AWS says of the option there. Throws `AwsCallError`, or the signal's reason. */
async function readPlatform(
  { sql, access, now, call }: PlatformReading,
  { platformKey, platformArn }: PlatformName,
): Promise<void> {
  const platform = platformArn === null ? { solutionStackName: platformKey } : { platformArn };
  const option = await readPlatformOption(access, platform, call);
  const words = option.supported ? option : { supported: false, defaultValue: null, changeSeverity: null };
  await storePlatform(sql, { region: access.region, platformKey, ...words, readAt: now() });
}

/** Takes an environment and tells whether its platform has options to ask for. */
function hasPlatform({ platformKey, tier }: Pick<EnvironmentFacts, "platformKey" | "tier">): boolean {
  return platformKey !== "" && tier !== "Cluster";
}

/**
 * Takes a lane's environments and reads the options of their platforms that nobody has read for a day. One that cannot be
 * read is left for the next scan, and noted with the lane. Throws `AwsCallError` where it is the lane that cannot be read.
 */
export async function scanPlatforms(scan: PlatformsScan, environments: readonly EnvironmentFacts[]): Promise<void> {
  const { sql, access, now, progress } = scan;
  const since = new Date(now().getTime() - PLATFORM_AGAIN_AFTER_MS);
  const known = new Map((await readPlatforms(sql, access.region)).map((it) => [it.platformKey, it]));
  const wanted = new Map(
    environments
      .filter(hasPlatform)
      .filter(({ platformKey }) => (known.get(platformKey)?.readAt ?? since) <= since)
      .map(({ platformKey, platformArn }) => [platformKey, platformArn]),
  );
  await progress.enter("platforms", wanted.size);
  const failures: AwsFailure[] = [];
  // A platform keeps no words of its own failure, so that the lane has to.
  const tolerate = tolerantly(wanted.size + known.size, () => true);
  for (const [platformKey, platformArn] of wanted) {
    // Other accounts have the same platforms, and their lanes of this region are read at the same time.
    if (await isPlatformKnown(sql, access.region, platformKey, since)) {
      progress.spared();
      continue;
    }
    const before = known.get(platformKey);
    const read = async () => {
      try {
        await progress.counted(readPlatform(scan, { platformKey, platformArn }));
      } catch (error) {
        if (isOfPlatform(error)) failures.push(error.failure);
        throw error;
      }
    };
    if (before === undefined) await tolerate(read);
    else await readAgain(scan, before, read);
  }
  await notePlatformsFailure(sql, access, failures[0] ?? null, now());
}

/** A default that was read so lately is not asked for once more by whoever presses a button again. [invented] */
const PLATFORM_FRESH_MS = 60_000;

/**
 * Takes an environment that is read anew and reads its platform's default with it. Where AWS fails, what was known stays,
 * and why is noted with the lane: the environment itself is read all the same.
 */
export async function refreshPlatform(
  reading: PlatformReading,
  environment: Pick<EnvironmentFacts, "platformKey" | "platformArn" | "tier">,
): Promise<void> {
  const { sql, access, now } = reading;
  const since = new Date(now().getTime() - PLATFORM_FRESH_MS);
  if (!hasPlatform(environment) || (await isPlatformKnown(sql, access.region, environment.platformKey, since))) return;
  try {
    await readPlatform(reading, environment);
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (isOfPlatform(error)) await notePlatformsFailure(sql, access, error.failure, now());
  }
}

/** A throttled answer says nothing of what was asked for, and a platform that was retired is no failure. */
const isOfPlatform = (error: unknown): error is AwsCallError =>
  error instanceof AwsCallError && !isThrottled(error.failure) && !hasVanished(error.failure);

/** Reads what is known already. Where AWS refuses, that stays, and of a platform that was retired it is the last word for a day. */
async function readAgain({ sql, now }: PlatformsScan, before: PlatformFacts, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof AwsCallError) || isThrottled(error.failure)) throw error;
    if (hasVanished(error.failure)) await storePlatform(sql, { ...before, readAt: now() });
  }
}
