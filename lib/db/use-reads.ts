import { and, eq, isNotNull, isNull, lt, ne, or, sql as raw } from "drizzle-orm";
import type { EnvironmentKey, LaneKey } from "#lib/imds/environment.ts";
import type { ImdsMetric, InstanceUse } from "#lib/imds/use.ts";
import type { Sql } from "./database.ts";
import { environments, instanceUse, lanes } from "./schema-fleet.ts";

/** What to ask CloudWatch of a lane: the environments whose counts are due, and their instances' counts. */
export type DueCounts = {
  environmentIds: string[];
  counts: { environmentId: string; instanceId: string; metric: ImdsMetric }[];
};

/** The condition that a row of counts is of a lane. */
export const inLane = ({ accountId, region }: LaneKey) =>
  and(eq(instanceUse.accountId, accountId), eq(instanceUse.region, region));

const HOUR = 3_600_000;
/** CloudWatch's counts of a gone instance are complete so long after its end. [invented] */
const SETTLED_AFTER = HOUR;

/** The instant that an environment's evidence is of. */
export const evidenceAt = raw`(${environments.useEvidence}->'asked'->>'to')::timestamptz`;

/** The condition that CloudWatch is asked about an environment at all. */
export const isCounted = and(isNull(environments.goneAt), ne(environments.tier, "Cluster"));

/** The condition that CloudWatch is still asked for a count. */
const isAskedFor = or(
  isNull(instanceUse.goneAt),
  isNull(instanceUse.readAt),
  raw`${instanceUse.readAt} < ${instanceUse.goneAt} + make_interval(secs => ${SETTLED_AFTER / 1_000})`,
);

/** Gives what to ask CloudWatch of a lane's environments about which it has not answered since `askedBefore`. */
export async function dueCounts(sql: Sql, lane: LaneKey, askedBefore: Date): Promise<DueCounts> {
  const due = await sql
    .selectDistinct({ environmentId: environments.environmentId })
    .from(environments)
    .leftJoin(
      instanceUse,
      and(
        eq(instanceUse.accountId, environments.accountId),
        eq(instanceUse.region, environments.region),
        eq(instanceUse.environmentId, environments.environmentId),
      ),
    )
    .where(
      and(
        eq(environments.accountId, lane.accountId),
        eq(environments.region, lane.region),
        isCounted,
        or(isNull(environments.useAskedAt), lt(environments.useAskedAt, askedBefore)),
        or(isNotNull(instanceUse.instanceId), isNotNull(environments.useEvidence)),
      ),
    )
    .orderBy(environments.environmentId);
  const environmentIds = due.map(({ environmentId }) => environmentId);
  const wanted = new Set(environmentIds);
  const counts = await sql
    .select({
      environmentId: instanceUse.environmentId,
      instanceId: instanceUse.instanceId,
      metric: instanceUse.metric,
    })
    .from(instanceUse)
    .where(and(inLane(lane), isAskedFor))
    .orderBy(instanceUse.environmentId, instanceUse.instanceId, instanceUse.metric);
  return { environmentIds, counts: counts.filter(({ environmentId }) => wanted.has(environmentId)) };
}

/** Takes a row and gives it as lib/imds wants it. */
export function instanceOf(row: typeof instanceUse.$inferSelect): InstanceUse {
  return {
    instanceId: row.instanceId,
    metric: row.metric,
    launchedAt: row.launchedAt?.toISOString() ?? null,
    firstSeenAt: row.firstSeenAt.toISOString(),
    goneAt: row.goneAt?.toISOString() ?? null,
    readAt: row.readAt?.toISOString() ?? null,
    days: row.days,
    lastAt: row.lastAt?.toISOString() ?? null,
  };
}

/** Takes an environment and gives what is known of its instances' calls: those that called last first. */
export async function instancesInUse(sql: Sql, key: EnvironmentKey): Promise<InstanceUse[]> {
  const rows = await sql
    .select()
    .from(instanceUse)
    .where(and(inLane(key), eq(instanceUse.environmentId, key.environmentId)))
    .orderBy(raw`${instanceUse.lastAt} desc nulls last`, instanceUse.instanceId, instanceUse.metric);
  return rows.map(instanceOf);
}

/** Gives how many counts a round asks for at most: what is remembered, each by the day and by the hour. Cheaper than the number itself. */
export async function countsAtMost(sql: Sql): Promise<number> {
  return 2 * (await sql.$count(instanceUse));
}

/**
 * Gives how many counts one round over all enabled lanes asks CloudWatch for: what it bills. What has counted calls is asked for
 * twice, by the day and by the hour of the last of these days.
 */
export async function countsPerRound(sql: Sql): Promise<number> {
  const [row] = await sql
    .select({ counts: raw`count(*) + count(${instanceUse.lastAt})`.mapWith(Number) })
    .from(instanceUse)
    .innerJoin(
      environments,
      and(
        eq(environments.accountId, instanceUse.accountId),
        eq(environments.region, instanceUse.region),
        eq(environments.environmentId, instanceUse.environmentId),
      ),
    )
    .where(
      and(
        isAskedFor,
        isCounted,
        raw`exists (select 1 from ${lanes} where ${lanes.accountId} = ${instanceUse.accountId}
          and ${lanes.region} = ${instanceUse.region} and ${lanes.enabled})`,
      ),
    );
  return row?.counts ?? 0;
}
