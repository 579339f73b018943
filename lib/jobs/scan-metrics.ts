import { countCalls, partlyRead, readCounts } from "#lib/aws/cloudwatch.ts";
import type { Count, CountWindow, CountWish } from "#lib/aws/cloudwatch.ts";
import type { CallOptions } from "#lib/aws/call.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { Config } from "#lib/config.ts";
import type { Sql } from "#lib/db/database.ts";
import { learnRefusal } from "#lib/db/refusal-queries.ts";
import { markStaleUse, noteMetricsFailure, storeUse } from "#lib/db/use-queries.ts";
import { countsAtMost, countsPerRound, dueCounts } from "#lib/db/use-reads.ts";
import type { CountRead } from "#lib/db/use-queries.ts";
import type { AwsFailure } from "#lib/errors.ts";
import { readEverySeconds } from "#lib/imds/metrics-cost.ts";
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

const DAY = 24 * 60 * 60_000;

/** The window that ends now, from the beginning of a UTC day, so that every day in it is whole. */
function windowOf(days: number, to: Date): { from: Date; to: Date } {
  return { from: new Date(Math.floor((to.getTime() - days * DAY) / DAY) * DAY), to };
}

/**
 * Reads the calls to IMDSv1 of a lane's environments that are due, and keeps what they say. CloudWatch that cannot be
 * read, or only in part, is noted with the lane and is no failure of the scan: what was read before stays, until it is stale.
 */
export async function scanMetrics(scan: MetricsScan): Promise<void> {
  const { sql, access, metrics } = scan;
  await learnRefusal(sql, access);
  if (metrics !== null) await readDue({ ...scan, metrics, asked: 0, parts: [] });
  await ageEvidence(scan);
}

/**
 * What all lanes have to be asked for together decides how often each may be: the cap is the whole fleet's. Every lane's scan
 * asks, and most caps are far from binding: the exact number is found only where it matters.
 */
async function everySeconds(sql: Sql, metrics: NonNullable<Config["metrics"]>): Promise<number> {
  const asChosen = readEverySeconds(0, metrics);
  if (readEverySeconds(await countsAtMost(sql), metrics) === asChosen) return asChosen;
  return readEverySeconds(await countsPerRound(sql), metrics);
}

/** Marks the evidence of a lane that was last read too long ago: by a scan, whether it could read the lane or not. */
export async function ageEvidence({
  sql,
  access,
  now,
  metrics,
}: Pick<MetricsScan, "sql" | "access" | "now" | "metrics">): Promise<void> {
  const every = metrics === null ? null : await everySeconds(sql, metrics);
  await markStaleUse(sql, access, new Date(now().getTime() - staleAfterMs(every)));
}

/** `asked`: how many counts CloudWatch was asked for, `parts`: those it did not give whole. */
type Reading = MetricsScan & { metrics: NonNullable<MetricsScan["metrics"]>; asked: number; parts: Count[] };
type Calling = CountRead & { lastAt: string };

const nameOf = ({ instanceId, metric }: CountWish): string => `${instanceId} ${metric}`;

/** Reads counts of a window, gives those that CloudWatch has given whole, and notes the others. */
async function* countsIn(scan: Reading, wishes: readonly CountWish[], window: CountWindow): AsyncGenerator<CountRead> {
  const { access, call, progress } = scan;
  const parts = countCalls(wishes, window);
  if (parts.length > 0) await progress.enter("metrics", parts.length);
  for (const part of parts) {
    for (const count of await progress.counted(readCounts(access, part, window, call))) {
      const { instanceId, metric, points, complete } = count;
      scan.asked += 1;
      if (complete) yield { instanceId, metric, ...byDay(points) };
      else scan.parts.push(count);
    }
  }
}

/**
 * Reads counts by the day, which is all that most need, and of those that counted calls the last of these days by the hour: two
 * weeks by the hour of each instance would be twenty times as much to read, for nothing.
 */
async function* readDays(scan: Reading, wishes: readonly CountWish[], window: { from: Date; to: Date }) {
  const calling: Calling[] = [];
  for await (const count of countsIn(scan, wishes, { ...window, by: "day" })) {
    const { lastAt } = count;
    // Kept at once: the hour only says it better, and may not be told.
    yield count;
    if (lastAt !== null) calling.push({ ...count, lastAt });
  }
  for (const [day, ofDay] of Map.groupBy(calling, ({ lastAt }) => lastAt)) {
    const from = new Date(day);
    const to = new Date(Math.min(from.getTime() + DAY, window.to.getTime()));
    const known = new Map(ofDay.map((count) => [nameOf(count), count]));
    for await (const hours of countsIn(scan, ofDay, { from, to, by: "hour" })) {
      const count = known.get(nameOf(hours));
      if (count !== undefined) yield { ...count, lastAt: hours.lastAt ?? count.lastAt };
    }
  }
}

async function readDue(scan: Reading): Promise<void> {
  const { sql, access, now, metrics } = scan;
  const every = await everySeconds(sql, metrics);
  const { environmentIds, counts } = await dueCounts(sql, access, new Date(now().getTime() - every * 1_000));
  const window = windowOf(metrics.windowDays, now());
  const read = new Map<string, CountRead>();
  const missing = new Map(counts.map((count) => [nameOf(count), count.environmentId]));
  let failure: AwsFailure | null = null;
  try {
    for await (const count of readDays(scan, counts, window)) {
      read.set(nameOf(count), count);
      missing.delete(nameOf(count));
    }
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    ({ failure } = error);
  }
  // What was not told is no silence: the lane says so until all of it is read.
  failure ??= scan.parts.length === 0 ? null : partlyRead(scan.parts, scan.asked);
  // An environment half of whose instances were read would look better than it is.
  const unfinished = new Set(missing.values());
  const whole = environmentIds.filter((id) => !unfinished.has(id));
  // What was answered is billed, also where the answer was no count: only who got none is asked again at once.
  for (const part of scan.parts) missing.delete(nameOf(part));
  const unanswered = new Set(missing.values());
  const inPart = [...unfinished].filter((id) => !unanswered.has(id));
  await storeUse(sql, access, { counts: [...read.values()], environmentIds: whole, inPart, window });
  if (failure !== null || counts.length > 0) await noteMetricsFailure(sql, access, failure, now());
}
