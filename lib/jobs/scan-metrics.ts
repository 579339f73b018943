import { countCalls, readCounts } from "#lib/aws/cloudwatch.ts";
import type { CallOptions } from "#lib/aws/call.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { Config } from "#lib/config.ts";
import type { Sql } from "#lib/db/database.ts";
import { learnRefusal } from "#lib/db/refusal-queries.ts";
import { dueCounts, markStaleUse, noteMetricsFailure, storeUse } from "#lib/db/use-queries.ts";
import type { CountRead } from "#lib/db/use-queries.ts";
import { byDay, staleAfterMs } from "#lib/imds/use.ts";
import type { ScanProgress } from "./scan-progress.ts";

/** What reading IMDSv1 use takes besides what a scan has. */
export type MetricsScan = {
  sql: Sql;
  access: LaneAccess;
  now: () => Date;
  call: CallOptions;
  progress: ScanProgress;
  metrics: Config["metrics"];
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The window that ends now, from the beginning of a UTC day, so that every day in it is whole. */
function windowOf(days: number, to: Date): { from: Date; to: Date } {
  return { from: new Date(Math.floor((to.getTime() - days * DAY) / DAY) * DAY), to };
}

/**
 * Reads the calls to IMDSv1 of a lane's environments that are due, and keeps what they say. CloudWatch that cannot be
 * read is noted with the lane, in AWS's words, and is no failure of the scan: what was read before stays, until it is stale.
 */
export async function scanMetrics(scan: MetricsScan): Promise<void> {
  const { sql, access, metrics } = scan;
  await learnRefusal(sql, access);
  if (metrics !== null) await readDue({ ...scan, metrics });
  await ageEvidence(scan);
}

/** Marks the evidence of a lane that was last read too long ago: by a scan, whether it could read the lane or not. */
export async function ageEvidence({
  sql,
  access,
  now,
  metrics,
}: Pick<MetricsScan, "sql" | "access" | "now" | "metrics">): Promise<void> {
  await markStaleUse(sql, access, new Date(now().getTime() - staleAfterMs(metrics?.intervalMinutes ?? null)));
}

async function readDue(scan: MetricsScan & { metrics: NonNullable<MetricsScan["metrics"]> }): Promise<void> {
  const { sql, access, now, call, progress, metrics } = scan;
  const { environmentIds, counts } = await dueCounts(
    sql,
    access,
    new Date(now().getTime() - metrics.intervalMinutes * MINUTE),
  );
  const window = windowOf(metrics.windowDays, now());
  const parts = countCalls(counts, window);
  await progress.enter("metrics", parts.length);
  const read: CountRead[] = [];
  const missing = new Map(counts.map((count) => [`${count.instanceId} ${count.metric}`, count.environmentId]));
  let failure: AwsCallError | null = null;
  try {
    for (const part of parts) {
      for (const { instanceId, metric, points, complete } of await progress.counted(
        readCounts(access, part, window, call),
      )) {
        if (!complete) continue;
        read.push({ instanceId, metric, ...byDay(points) });
        missing.delete(`${instanceId} ${metric}`);
      }
    }
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    failure = error;
  }
  // An environment half of whose instances were read would look better than it is.
  const unfinished = new Set(missing.values());
  const whole = environmentIds.filter((id) => !unfinished.has(id));
  await storeUse(sql, access, { counts: read, environmentIds: whole, window });
  if (failure !== null || parts.length > 0) await noteMetricsFailure(sql, access, failure?.failure ?? null, now());
}
