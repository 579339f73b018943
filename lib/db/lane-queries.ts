import { and, count, eq, isNotNull, isNull, lt, ne, or, sql as raw } from "drizzle-orm";
import type { AwsFailure } from "#lib/errors.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { LaneView, ScanPhase } from "#lib/imds/lane.ts";
import type { Sql } from "./database.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { targets } from "./schema-rollouts.ts";

export type ConfiguredLane = LaneKey & { accountLabel: string; roleArn: string | null };

/** A scan that showed no sign of life for so long has died; another may begin. One call under throttling takes far less. */
const SCAN_SILENT_MILLISECONDS = 15_000;

const isLane = ({ accountId, region }: LaneKey) => and(eq(lanes.accountId, accountId), eq(lanes.region, region));
const isOneOf = (keys: readonly LaneKey[]) => or(...keys.map(isLane));

/** Takes the configured lanes and makes them the enabled ones; lanes no longer configured keep their rows and their history. */
export async function syncLanes(sql: Sql, configured: readonly ConfiguredLane[]): Promise<void> {
  await sql.transaction(async (tx) => {
    const kept = isOneOf(configured);
    await tx
      .update(lanes)
      .set({ enabled: false })
      .where(and(eq(lanes.enabled, true), kept === undefined ? undefined : raw`not (${kept})`));
    if (configured.length === 0) return;
    await tx
      .insert(lanes)
      .values(
        configured.map(({ accountId, region, accountLabel, roleArn }) => ({
          accountId,
          region,
          accountLabel,
          roleArn,
        })),
      )
      .onConflictDoUpdate({
        target: [lanes.accountId, lanes.region],
        set: {
          accountLabel: raw`excluded.account_label`,
          roleArn: raw`excluded.role_arn`,
          enabled: true,
        },
      });
  });
}

/** Takes a lane and gives what an enabled one is called and read as, else `null`. */
export async function findLane(
  sql: Sql,
  lane: LaneKey,
): Promise<{ accountLabel: string; roleArn: string | null } | null> {
  const [found] = await sql
    .select({ accountLabel: lanes.accountLabel, roleArn: lanes.roleArn })
    .from(lanes)
    .where(and(isLane(lane), eq(lanes.enabled, true)));
  return found ?? null;
}

function scanOf(row: typeof lanes.$inferSelect): LaneView["scan"] {
  switch (row.scanState) {
    case "never":
    case "queued":
    case "idle":
      return { kind: row.scanState };
    case "scanning":
      return {
        kind: "scanning",
        phase: row.scanPhase ?? "identity",
        callsDone: row.callsDone,
        callsKnown: row.callsKnown,
        throttled: row.scanThrottled,
        startedAt: (row.scanStartedAt ?? new Date(0)).toISOString(),
      };
  }
}

/** Gives the enabled lanes, by account label and region, each with how far its scan is and how its last one ended. */
export async function listLanes(sql: Sql): Promise<LaneView[]> {
  const counted = sql
    .select({
      accountId: environments.accountId,
      region: environments.region,
      listed: count().as("listed"),
    })
    .from(environments)
    .where(isNull(environments.goneAt))
    .groupBy(environments.accountId, environments.region)
    .as("counted");
  const rows = await sql
    .select({ lane: lanes, listed: counted.listed })
    .from(lanes)
    .leftJoin(counted, and(eq(counted.accountId, lanes.accountId), eq(counted.region, lanes.region)))
    .where(eq(lanes.enabled, true))
    .orderBy(lanes.accountLabel, lanes.accountId, lanes.region);
  return rows.map(({ lane, listed }) => ({
    accountId: lane.accountId,
    region: lane.region,
    accountLabel: lane.accountLabel,
    roleArn: lane.roleArn,
    identityArn: lane.identityArn,
    scan: scanOf(lane),
    lastSuccessAt: lane.lastSuccessAt?.toISOString() ?? null,
    failure:
      lane.failure === null || lane.failedAt === null ? null : { ...lane.failure, at: lane.failedAt.toISOString() },
    metricsFailure:
      lane.metricsFailure === null || lane.metricsFailedAt === null
        ? null
        : { ...lane.metricsFailure, at: lane.metricsFailedAt.toISOString() },
    platformsFailure: lane.platformsFailure,
    environmentCount: listed ?? 0,
    httpTokensEnforced: lane.httpTokensEnforced,
  }));
}

/** Gives how many lanes are enabled. */
export function countLanes(sql: Sql): Promise<number> {
  return sql.$count(lanes, eq(lanes.enabled, true));
}

/** Gives the enabled lanes whose last scan failed. */
export function failingLanes(sql: Sql): Promise<LaneKey[]> {
  return sql
    .select({ accountId: lanes.accountId, region: lanes.region })
    .from(lanes)
    .where(and(eq(lanes.enabled, true), isNotNull(lanes.failure), isNotNull(lanes.failedAt)))
    .orderBy(lanes.accountId, lanes.region);
}

/** Takes lanes, or "all", and marks those not being scanned as queued; gives the enabled lanes that are queued now. */
export async function queueScan(sql: Sql, keys: readonly LaneKey[] | "all", now: Date): Promise<LaneKey[]> {
  if (keys !== "all" && keys.length === 0) return [];
  return sql
    .update(lanes)
    .set({ scanState: "queued", scanTouchedAt: now })
    .where(and(eq(lanes.enabled, true), ne(lanes.scanState, "scanning"), keys === "all" ? undefined : isOneOf(keys)))
    .returning({ accountId: lanes.accountId, region: lanes.region });
}

/** Takes a lane and marks it as being scanned; `false` where it is not enabled, or a living scan is already at it. */
export async function beginScan(sql: Sql, lane: LaneKey, now: Date): Promise<boolean> {
  const silentSince = new Date(now.getTime() - SCAN_SILENT_MILLISECONDS);
  const begun = await sql
    .update(lanes)
    .set({
      scanState: "scanning",
      scanPhase: "identity",
      callsDone: 0,
      callsKnown: 0,
      scanThrottled: false,
      scanStartedAt: now,
      scanTouchedAt: now,
    })
    .where(
      and(
        isLane(lane),
        eq(lanes.enabled, true),
        or(ne(lanes.scanState, "scanning"), isNull(lanes.scanTouchedAt), lt(lanes.scanTouchedAt, silentSince)),
      ),
    )
    .returning({ region: lanes.region });
  return begun.length > 0;
}

/** Takes how far a lane's scan is, and whether AWS holds it up; calls are counted as they are made and as they become known. */
export async function noteScan(
  sql: Sql,
  lane: LaneKey,
  {
    phase,
    callsDone,
    callsKnown,
    throttled,
  }: { phase: ScanPhase; callsDone: number; callsKnown: number; throttled: boolean },
): Promise<void> {
  await sql
    .update(lanes)
    .set({ scanPhase: phase, callsDone, callsKnown, scanThrottled: throttled, scanTouchedAt: raw`now()` })
    .where(isLane(lane));
}

/** Takes a lane whose scan is complete, and what was learned of the account on the way. */
export async function finishScan(
  sql: Sql,
  lane: LaneKey,
  {
    now,
    identityArn,
    httpTokensEnforced,
  }: { now: Date; identityArn: string | null; httpTokensEnforced: boolean | null },
): Promise<void> {
  await sql
    .update(lanes)
    .set({
      scanState: "idle",
      scanPhase: null,
      lastSuccessAt: now,
      identityArn,
      httpTokensEnforced,
      failure: null,
      failedAt: null,
    })
    .where(isLane(lane));
}

/** Takes a lane whose scan ended early and AWS's words why; the rows of earlier scans stay. */
export async function failScan(
  sql: Sql,
  lane: LaneKey,
  failure: AwsFailure & { phase: ScanPhase },
  now: Date,
): Promise<void> {
  await sql.update(lanes).set({ scanState: "idle", scanPhase: null, failure, failedAt: now }).where(isLane(lane));
}

/**
 * Puts scans that are marked as running back into the queue and lets go of every lane; only for a moment in which
 * nobody can be at work.
 */
export async function releaseInterruptedWork(sql: Sql): Promise<void> {
  await sql.update(lanes).set({ scanState: "queued", scanPhase: null }).where(eq(lanes.scanState, "scanning"));
  await sql.update(lanes).set({ leaseToken: null, leaseUntil: null });
}

/**
 * Takes or renews the right to work on a lane's rollouts, for so many milliseconds from `now`; `false` where another
 * token has it. One statement, so two workers never both get it.
 */
export async function takeLease(
  sql: Sql,
  lane: LaneKey,
  token: string,
  now: Date,
  milliseconds: number,
): Promise<boolean> {
  const taken = await sql
    .update(lanes)
    .set({ leaseToken: token, leaseUntil: new Date(now.getTime() + milliseconds) })
    .where(
      and(
        isLane(lane),
        or(isNull(lanes.leaseToken), eq(lanes.leaseToken, token), isNull(lanes.leaseUntil), lt(lanes.leaseUntil, now)),
      ),
    )
    .returning({ region: lanes.region });
  return taken.length > 0;
}

/** Gives a lane's lease back, if the token still has it. */
export async function releaseLease(sql: Sql, lane: LaneKey, token: string): Promise<void> {
  await sql
    .update(lanes)
    .set({ leaseToken: null, leaseUntil: null })
    .where(and(isLane(lane), eq(lanes.leaseToken, token)));
}

/** Takes why a platform's default could not be read in a lane, or `null` where none that was needed could not. */
export async function notePlatformsFailure(
  sql: Sql,
  lane: LaneKey,
  failure: AwsFailure | null,
  now: Date,
): Promise<void> {
  await sql
    .update(lanes)
    .set({ platformsFailure: failure === null ? null : { ...failure, at: now.toISOString() } })
    .where(and(isLane(lane), failure === null ? raw`${lanes.platformsFailure} is not null` : undefined));
}

/** Takes why the engine cannot observe a lane, or `null` once it can again. */
export async function noteEngineFailure(sql: Sql, lane: LaneKey, failure: AwsFailure | null, now: Date): Promise<void> {
  await sql
    .update(lanes)
    .set({ engineFailure: failure, engineFailedAt: failure === null ? null : now })
    .where(and(isLane(lane), failure === null ? raw`${lanes.engineFailure} is not null` : undefined));
}

/** Gives the lanes in which a rollout that is under way still has something to do, also those no longer configured. */
export async function lanesWithUnfinishedTargets(sql: Sql): Promise<LaneKey[]> {
  return sql
    .selectDistinct({ accountId: targets.accountId, region: targets.region })
    .from(targets)
    .where(eq(targets.holds, true))
    .orderBy(targets.accountId, targets.region);
}

/** Takes lanes and gives what the engine last failed with in each that it cannot observe. */
export async function engineFailures(
  sql: Sql,
  keys: readonly LaneKey[],
): Promise<(LaneKey & { failure: AwsFailure; at: string })[]> {
  if (keys.length === 0) return [];
  const rows = await sql
    .select({
      accountId: lanes.accountId,
      region: lanes.region,
      failure: lanes.engineFailure,
      at: lanes.engineFailedAt,
    })
    .from(lanes)
    .where(and(isOneOf(keys), raw`${lanes.engineFailure} is not null`))
    .orderBy(lanes.accountId, lanes.region);
  return rows.flatMap(({ failure, at, ...lane }) =>
    failure === null || at === null ? [] : [{ ...lane, failure, at: at.toISOString() }],
  );
}
