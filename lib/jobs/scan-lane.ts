import type { CallOptions } from "#lib/aws/call.ts";
import { listBeanstalkInstances, readTokensEnforced } from "#lib/aws/ec2.ts";
import { listEnvironments, readSettings } from "#lib/aws/elastic-beanstalk.ts";
import { AwsCallError, isThrottled } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import { readIdentity } from "#lib/aws/sts.ts";
import type { Config } from "#lib/config.ts";
import type { Sql } from "#lib/db/database.ts";
import type { SettingsFacts, StaleSettings } from "#lib/db/environment-facts.ts";
import {
  noteSettingsFailure,
  storeEnvironments,
  storeInstances,
  storeSettingsOfLane,
} from "#lib/db/environment-queries.ts";
import { noteFailedScan, noteScan } from "#lib/db/history-queries.ts";
import { beginScan, failScan, finishScan } from "#lib/db/lane-queries.ts";
import { environmentsWithStaleSettings } from "#lib/db/stale-settings.ts";
import { storeTags } from "#lib/db/tag-queries.ts";
import { noteInstances } from "#lib/db/use-queries.ts";
import type { AwsFailure } from "#lib/errors.ts";
import type { ScanPhase } from "#lib/imds/lane.ts";
import { CHECK_AGAIN_AFTER_MS, checkAgainAfterMs } from "./check-again.ts";
import { eachOf } from "./each-of.ts";
import { gather } from "./gather.ts";
import { hasVanished, isOfTheLane } from "./lane-failure.ts";
import { ageEvidence, scanMetrics } from "./scan-metrics.ts";
import type { ScanProgress } from "./scan-progress.ts";
import { scanProgress } from "./scan-progress.ts";
import { scanPlatforms } from "./scan-platforms.ts";
import { tolerantly } from "./tolerantly.ts";

export type ScanDeps = {
  sql: Sql;
  access: LaneAccess;
  now: () => Date;
  /** How IMDSv1 use is read; `null`: it is not. */
  metrics: Config["metrics"];
  /** Whether a webhook is told of alerts. */
  announces?: boolean | undefined;
  /** Ends the scan between two calls or in the middle of a read; what was stored stays. */
  signal?: AbortSignal | undefined;
};

/** `busy`: another scan is at this lane, or the lane is no longer configured. */
export type ScanResult = { kind: "done" } | { kind: "failed"; failure: AwsFailure } | { kind: "busy" };

/** Settings are read a few at a time; the lane's limiter decides how fast. */
const SETTINGS_AT_ONCE = 8;

/** The longest that instances wait for the first answer about settings: a lane that throttles hard gives none for minutes. */
const FIRST_SETTINGS_MS = 3_000;

type Scan = ScanDeps & { call: CallOptions; progress: ScanProgress };

/**
 * Scans a lane: identity, environments, then side by side the settings of environments that moved since their settings were
 * read, platforms, and instances with the calls to IMDSv1 that are due. Every part is stored as it arrives. A failure of AWS is
 * stored with the lane, in AWS's words, and the rows of earlier scans stay; anything else that goes wrong is thrown.
 */
export async function scanLane(deps: ScanDeps): Promise<ScanResult> {
  const { sql, access, now, announces = false, signal } = deps;
  const readSince = now();
  if (!(await beginScan(sql, access, readSince))) return { kind: "busy" };
  const progress = scanProgress(sql, access);
  const { more, throttled } = progress;
  try {
    const learned = await readLane({ ...deps, call: { priority: "scan", signal, more, throttled }, progress });
    await noteScan(sql, access, { readSince, now: now(), announces });
    await finishScan(sql, access, { now: now(), ...learned });
    return { kind: "done" };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    await ageEvidence(deps);
    await noteFailedScan(sql, access, error.failure, { now: now(), announces });
    await failScan(sql, access, { ...error.failure, phase: progress.phase() }, now());
    return { kind: "failed", failure: error.failure };
  }
}

type Learned = { identityArn: string; httpTokensEnforced: boolean | null };

async function readLane(scan: Scan): Promise<Learned> {
  try {
    return await readParts(scan);
  } finally {
    await scan.progress.stop();
  }
}

async function readParts(scan: Scan): Promise<Learned> {
  const { sql, access, now, call, progress } = scan;
  // Identity, environments, instances, and whether the account enforces tokens: so many are known before anything is read.
  await progress.enter("identity", 4);
  const identity = await progress.counted(readIdentity(access, call));
  if (identity.accountId !== access.accountId) throw wrongAccount(access, identity);

  await progress.enter("environments", 0);
  const environments = await progress.counted(listEnvironments(access, call));
  await storeEnvironments(sql, access, environments, now());

  let httpTokensEnforced: boolean | null = null;
  // Of Elastic Beanstalk's calls the most are still to come, and what its throttle saved up for us is lost while nobody
  // asks: the first settings go before the instances, which EC2 throttles apart and tells in a call or two.
  const begun = Promise.withResolvers<void>();
  const late = setTimeout(begun.resolve, FIRST_SETTINGS_MS);
  await together(
    scan,
    ["settings", (part) => scanSettings(part, environments.length, begun.resolve).finally(begun.resolve)],
    ["platforms", (part) => scanPlatforms(part, environments)],
    [
      "instances",
      async () => {
        await begun.promise;
        clearTimeout(late);
        // Not called off with the others: what instances enforce is known all the same where settings may not be read.
        httpTokensEnforced = await scanInstances(scan);
        // CloudWatch throttles apart too, and says all the same what their calls are.
        await scanMetrics(scan);
      },
    ],
  );
  return { identityArn: identity.arn, httpTokensEnforced };
}

/** Does parts of a scan at the same time. One that fails calls the others off; what it failed with is thrown once all have ended. */
async function together(
  scan: Scan,
  ...parts: [phase: ScanPhase, read: (part: Scan) => Promise<void>][]
): Promise<void> {
  const stop = new AbortController();
  const signal = scan.call.signal === undefined ? stop.signal : AbortSignal.any([scan.call.signal, stop.signal]);
  const failures: unknown[] = [];
  await Promise.all(
    parts.map(([phase, read]) =>
      read({ ...scan, call: { ...scan.call, signal } }).catch((error: unknown) => {
        if (!signal.aborted) scan.progress.failIn(phase);
        failures.push(error);
        stop.abort(error);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
}

async function scanInstances({ sql, access, now, call, progress }: Scan): Promise<boolean | null> {
  await progress.enter("instances", 0);
  const { instances, tags } = await progress.counted(listBeanstalkInstances(access, call));
  await storeTags(sql, access, tags, now());
  await storeInstances(sql, access, instances, now());
  await noteInstances(sql, access, instances, now());
  return progress.counted(readTokensEnforced(access, call));
}

function wrongAccount(access: LaneAccess, identity: { accountId: string; arn: string }): AwsCallError {
  return new AwsCallError({
    operation: "sts:GetCallerIdentity",
    code: "WrongAccount",
    message: `The credentials for account ${access.accountId} belong to ${identity.arn}.`,
    requestId: null,
    httpStatus: 200,
    outcome: "refused",
  });
}

/** Takes how many environments the lane has, and what is told when the first answer has come. */
async function scanSettings(scan: Scan, listed: number, begun: () => void): Promise<void> {
  const { sql, access, now, call, progress } = scan;
  const stale = await settingsToRead(scan);
  await progress.enter("settings", stale.length);
  // Why its setting cannot be read is kept with an environment, also with the only one of a lane.
  const tolerate = tolerantly(listed, (failure) => isOfTheLane(failure) || failure.outcome === "lost");
  const read = gather((some: readonly (readonly [string, SettingsFacts])[]) =>
    storeSettingsOfLane(sql, access, new Map(some), now()),
  );
  try {
    await eachOf(stale, SETTINGS_AT_ONCE, (environment) =>
      tolerate(async () => {
        const settings = await progress
          .counted(readSettings(access, environment, call))
          .catch(async (error: unknown) => {
            if (isOfSettings(error)) await noteSettingsFailure(sql, environment, error.failure, now());
            throw error;
          });
        begun();
        const { optionValue, draftStatus, replacement, launchKind, managedUpdates } = settings;
        const listedDateUpdated = environment.dateUpdated;
        const facts = {
          optionValue,
          draftStatus,
          replacement,
          launchKind,
          managedUpdates,
          listedDateUpdated,
          readAt: now(),
        };
        await read.add([environment.environmentId, facts]);
      }),
    );
  } finally {
    await read.end();
  }
}

/** A throttled answer says nothing of what was asked for, and what has vanished is no failure. */
const isOfSettings = (error: unknown): error is AwsCallError =>
  error instanceof AwsCallError && !isThrottled(error.failure) && !hasVanished(error.failure);

/** Gives the environments that moved since their settings were read, and those whose settings are old enough to be read again. */
async function settingsToRead({ sql, access, now }: Scan): Promise<StaleSettings[]> {
  const moved = await environmentsWithStaleSettings(sql, access);
  const ids = new Set(moved.map(({ environmentId }) => environmentId));
  const at = now().getTime();
  const old = await environmentsWithStaleSettings(sql, access, new Date(at - CHECK_AGAIN_AFTER_MS));
  const again = old.filter(({ environmentId, readAt }) => {
    if (readAt === null || ids.has(environmentId)) return false;
    const read = new Date(readAt);
    return at - read.getTime() >= checkAgainAfterMs(environmentId, read);
  });
  return [...moved, ...again];
}
