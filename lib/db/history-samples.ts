import { and, count, desc, eq, isNull, lt, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import { countsOf, pointsOf, RETENTION } from "#lib/imds/history.ts";
import type { PostureCounts, PosturePoint, RangeDays } from "#lib/imds/history.ts";
import type { Sql } from "./database.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { postureChanges, postureSamples } from "./schema-history.ts";

const DAY = 86_400_000;

/** Gives a lane's counts as they are stored now. */
async function countLane(tx: Sql, { accountId, region }: LaneKey): Promise<PostureCounts> {
  const inUse = raw<boolean>`${environments.imdsUse} = 'in-use'`;
  const words = [environments.configured, environments.effective, environments.drift, environments.readiness, inUse];
  const groups = await tx
    .select({
      configured: environments.configured,
      effective: environments.effective,
      drift: environments.drift,
      readiness: environments.readiness,
      inUse,
      environments: count(),
      required: raw<number>`sum(${environments.requiredCount})`.mapWith(Number),
      instances: raw<number>`sum(${environments.instanceCount})`.mapWith(Number),
    })
    .from(environments)
    .where(and(eq(environments.accountId, accountId), eq(environments.region, region), isNull(environments.goneAt)))
    .groupBy(...words);
  return countsOf(groups);
}

/** Takes a lane that was just read whole and samples it. A scan that counts the same as the last one only prolongs that one's sample. */
export async function sampleLane(tx: Sql, lane: LaneKey, now: Date): Promise<void> {
  const { accountId, region } = lane;
  const counts = await countLane(tx, lane);
  const [last] = await tx
    .select({
      id: postureSamples.id,
      isSame: raw<boolean>`${postureSamples.counts} = ${JSON.stringify(counts)}::text::jsonb`,
    })
    .from(postureSamples)
    .where(and(eq(postureSamples.accountId, accountId), eq(postureSamples.region, region)))
    .orderBy(desc(postureSamples.fromAt), desc(postureSamples.id))
    .limit(1);
  if (last?.isSame === true) {
    await tx.update(postureSamples).set({ untilAt: now }).where(eq(postureSamples.id, last.id));
    return;
  }
  await tx.insert(postureSamples).values({ accountId, region, fromAt: now, untilAt: now, counts });
}

/**
 * Gives the posture over time, all lanes together: at each point what the last scan before it counted. A lane that is no
 * longer configured counts until it was last read. Points before the first sample are left out.
 */
export async function readSeries(sql: Sql, days: RangeDays, end: Date): Promise<PosturePoint[]> {
  const points = pointsOf(days, end).map((at) => at.toISOString());
  const sum = (name: keyof PosturePoint) => raw`sum((s.counts->>${name}::text)::int)::int`;
  const { rows } = await sql.execute<PosturePoint>(raw`
    select to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      ${sum("environments")} as environments, ${sum("enforced")} as enforced, ${sum("allowing")} as allowing,
      ${sum("drifted")} as drifted, ${sum("inUse")} as "inUse"
    from jsonb_array_elements_text(${JSON.stringify(points)}::text::jsonb) as t(at)
    cross join lateral (select t.at::timestamptz as at) p
    cross join ${lanes} l
    cross join lateral (
      select counts, until_at from ${postureSamples} one
      where one.account_id = l.account_id and one.region = l.region and one.from_at <= p.at
      order by one.from_at desc, one.id desc limit 1
    ) s
    where l.enabled or s.until_at >= p.at
    group by p.at order by p.at`);
  return rows.map(({ at, environments: all, enforced, allowing, drifted, inUse }) => ({
    at,
    environments: all,
    enforced,
    allowing,
    drifted,
    inUse,
  }));
}

/** Thins samples out and drops what is kept no longer, as RETENTION says. */
export async function pruneHistory(sql: Sql, now: Date): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  await sql.execute(raw`
    delete from ${postureSamples} s where s.until_at < ${ago(RETENTION.everySampleDays).toISOString()}::timestamptz and exists (
      select 1 from ${postureSamples} later where later.account_id = s.account_id and later.region = s.region
      and later.from_at > s.from_at
      and (later.from_at at time zone 'UTC')::date = (s.from_at at time zone 'UTC')::date
      and later.from_at < ${ago(RETENTION.everySampleDays).toISOString()}::timestamptz)`);
  // The last sample of a lane that never changes is as old as the lane; it is needed all the same.
  await sql.delete(postureSamples).where(lt(postureSamples.untilAt, ago(RETENTION.dailySampleDays)));
  await sql.delete(postureChanges).where(lt(postureChanges.seenAt, ago(RETENTION.changeDays)));
}
