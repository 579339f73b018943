import type { Job, PgBoss } from "pg-boss";
import { z } from "zod";
import type { Config } from "#lib/config.ts";
import type { Sql } from "#lib/db/database.ts";
import { countLanes, listLanes, queueScan } from "#lib/db/lane-queries.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import type { AccessTo } from "./lanes.ts";
import { laneName } from "./lanes.ts";
import { scanLane } from "./scan-lane.ts";

/** One job is one scan of one lane. */
export const SCAN_QUEUE = "scan-lane";
/** One job asks for a scan of every lane, and for its own successor. */
export const SWEEP_QUEUE = "scan-sweep";

const Payload = z.object({ accountId: z.string(), region: z.string() });

export type ScanWorkerDeps = {
  sql: Sql;
  accessTo: AccessTo;
  config: Pick<Config, "scanIntervalSeconds" | "metrics"> & { webhook?: Config["webhook"] };
  now: () => Date;
  /** What has to happen when a scan has ended, well or not. */
  afterScan?: () => Promise<void>;
};

/**
 * Lanes are throttled apart, so that all of them can be scanned in the time of the slowest, if each has a worker. Each worker
 * polls the database, though: the more there are, the more seldom each does.
 */
const WORKERS_AT_LEAST = 4;
const WORKERS_AT_MOST = 64;
const POLLS_A_SECOND = 16;
const POLL_SECONDS = 1;

/** With the smallest heartbeat pg-boss allows, a dead worker's scan is begun again within half a minute. */
const HEARTBEAT_SECONDS = 10;
const RETRY_SECONDS = 3;
const RETRIES = 40;
/** No scan takes longer: 1,000 settings at one call in two seconds are half an hour. */
const EXPIRE_SECONDS = 2 * 60 * 60;
const KEEP_SECONDS = 10 * 60;

/**
 * Asks for a scan of some lanes, or of all that are configured, and gives how many were asked for. A lane has at most
 * one scan running and one waiting: one more request is served by the one that waits.
 */
export async function requestScan(boss: PgBoss, sql: Sql, lanes: readonly LaneKey[] | "all"): Promise<number> {
  const asked: readonly LaneKey[] = lanes === "all" ? await listLanes(sql) : lanes;
  await queueScan(sql, lanes, new Date());
  for (const lane of asked) {
    const data = { accountId: lane.accountId, region: lane.region };
    await boss.send(SCAN_QUEUE, data, { singletonKey: laneName(lane) });
  }
  return asked.length;
}

/** Takes a lane and tells whether its last scan, good or bad, is older than the interval, or did not come to an end. */
export function isDue(lane: LaneView, intervalSeconds: number, now: Date): boolean {
  if (lane.scan.kind !== "idle") return true;
  const ended = [lane.lastSuccessAt, lane.failure?.at].flatMap((at) =>
    at === null || at === undefined ? [] : Date.parse(at),
  );
  return now.getTime() - Math.max(0, ...ended) >= intervalSeconds * 1_000;
}

async function runScan(deps: ScanWorkerDeps, job: Job<unknown>): Promise<{ kind: string }> {
  const lane = Payload.parse(job.data);
  const access = await deps.accessTo(lane);
  // The configuration changed since the job was sent, or the account or region is gone.
  if (access === undefined) return { kind: "not-configured" };
  const result = await scanLane({
    sql: deps.sql,
    access,
    now: deps.now,
    metrics: deps.config.metrics,
    announces: (deps.config.webhook ?? null) !== null,
    signal: job.signal,
  });
  // Somebody who died may still count as scanning; pg-boss tries again until that has worn off.
  if (result.kind === "busy") throw new Error(`Another scan is at lane ${laneName(lane)}.`);
  await deps.afterScan?.();
  return { kind: result.kind };
}

/**
 * Registers the workers that scan lanes and the sweep that asks for scans every so often (pg-boss's own schedules count
 * in minutes), and asks for a scan of every lane whose last one is too old.
 */
export async function registerScanWorkers(boss: PgBoss, deps: ScanWorkerDeps): Promise<void> {
  const { sql, config, now } = deps;
  const common = {
    policy: "stately",
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryDelay: RETRY_SECONDS,
    deleteAfterSeconds: KEEP_SECONDS,
  };
  await boss.createQueue(SCAN_QUEUE, { ...common, retryLimit: RETRIES, expireInSeconds: EXPIRE_SECONDS });
  await boss.createQueue(SWEEP_QUEUE, { ...common, retryLimit: 1_000_000, expireInSeconds: 60 });

  // Before there are workers: their first look, at once, finds them all, and no later one comes for a while.
  const due = (await listLanes(sql)).filter((lane) => isDue(lane, config.scanIntervalSeconds, now()));
  await requestScan(boss, sql, due);

  let workers = 0;
  /** Lanes that are discovered later get workers when the next scan begins, in every process; those of lanes that are gone stay. */
  const followLanes = async (): Promise<void> => {
    const wanted = Math.max(WORKERS_AT_LEAST, Math.min(WORKERS_AT_MOST, await countLanes(sql)));
    const more = wanted - workers;
    if (more <= 0) return;
    workers = wanted;
    const scanners = {
      pollingIntervalSeconds: POLL_SECONDS * Math.ceil(wanted / POLLS_A_SECOND),
      localConcurrency: more,
    };
    await boss.work(SCAN_QUEUE, scanners, async (jobs: Job<unknown>[]) => {
      await followLanes();
      for (const job of jobs) await runScan(deps, job);
    });
  };
  await followLanes();

  const sweepLater = () => boss.send(SWEEP_QUEUE, {}, { singletonKey: "all", startAfter: config.scanIntervalSeconds });
  await boss.work(SWEEP_QUEUE, { pollingIntervalSeconds: POLL_SECONDS }, async () => {
    await requestScan(boss, sql, "all");
    await sweepLater();
  });

  // A sweep left over from an earlier start may wait for an interval that is no longer configured.
  await boss.deleteQueuedJobs(SWEEP_QUEUE);
  await sweepLater();
}
