import { and, count, desc, eq, inArray, isNotNull, ne, or, sql as raw } from "drizzle-orm";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { RolloutDetail, RolloutPage, RolloutStatus, RolloutSummary, TargetCounts } from "#lib/rollouts/rollout.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import { noCounts } from "#lib/rollouts/segments.ts";
import type { Change, Target } from "#lib/rollouts/target.ts";
import { validationProgress } from "#lib/rollouts/validation.ts";
import type { Sql } from "./database.ts";
import { engineFailures } from "./lane-queries.ts";
import { targetOf } from "./rollout-rows.ts";
import { rollouts, targets } from "./schema-rollouts.ts";
import { foundTargets, viewsOf } from "./target-reads.ts";
import { wavesOfRollout } from "./wave-reads.ts";

type RolloutRow = typeof rollouts.$inferSelect;
/** What a rollout's targets sum up to; `change`: `null` where they have different ones. */
type Sums = { counts: TargetCounts; gatesFailed: number; change: Change | null };

/** Targets are counted where they are; only a way back, or a retry of one, gives them different changes. */
async function sumsOf(sql: Sql, ids: readonly string[]): Promise<Map<string, Sums>> {
  if (ids.length === 0) return new Map();
  const first = raw`(select t.change from ${targets} t where t.rollout_id = ${rollouts.id} limit 1)`;
  const [byStatus, changes] = await Promise.all([
    sql
      .select({
        id: targets.rolloutId,
        status: targets.status,
        count: count(),
        gatesFailed: raw<number>`(count(*) filter (where ${targets.gate}->>'kind' = 'failed'))::integer`,
      })
      .from(targets)
      .where(inArray(targets.rolloutId, [...ids]))
      .groupBy(targets.rolloutId, targets.status),
    sql
      .select({
        id: rollouts.id,
        change: raw<Change | null>`${first}`,
        isMixed: raw<boolean>`${rollouts.kind} in ('undo', 'retry')
          and exists (select from ${targets} o where o.rollout_id = ${rollouts.id} and o.change <> ${first})`,
      })
      .from(rollouts)
      .where(inArray(rollouts.id, [...ids])),
  ]);
  const sums = new Map<string, Sums>(
    changes.map(({ id, change, isMixed }) => [
      id,
      { counts: noCounts(), gatesFailed: 0, change: isMixed ? null : change },
    ]),
  );
  for (const { id, status, count: number, gatesFailed } of byStatus) {
    const sum = sums.get(id);
    if (sum === undefined) continue;
    sum.counts[status] = number;
    sum.gatesFailed += gatesFailed;
  }
  return sums;
}

/** Takes a rollout's row and what its targets sum up to and gives it as lists show it. */
export function summaryOf(row: RolloutRow, sums: Sums | undefined): RolloutSummary {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    change: sums?.change ?? { kind: "mixed" },
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedBy: row.startedBy,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    stopRequested: row.stopRequestedAt !== null,
    abortRequested: row.abortRequestedAt !== null,
    pause: row.pause,
    policy: row.policy,
    startAt: row.startAt?.toISOString() ?? null,
    startZone: row.startZone,
    windowOverride: row.windowOverride,
    planHash: row.planHash,
    estimate: row.estimate,
    basedOn: row.basedOn,
    counts: sums?.counts ?? noCounts(),
    gatesFailed: sums?.gatesFailed ?? 0,
  };
}

/** Takes a status, or `null` for all, and the id of the last one seen, and gives the rollouts that follow, newest first, without discarded drafts. */
export async function listRollouts(
  sql: Sql,
  { limit, status = null, after = null }: { limit: number; status?: RolloutStatus | null; after?: string | null },
): Promise<RolloutPage> {
  const last = raw`(select l.created_at, l.id from ${rollouts} l where l.id = ${after})`;
  const [rows, counted] = await Promise.all([
    sql
      .select()
      .from(rollouts)
      .where(
        and(
          ne(rollouts.status, "discarded"),
          status === null ? undefined : eq(rollouts.status, status),
          after === null ? undefined : raw`(${rollouts.createdAt}, ${rollouts.id}) < ${last}`,
        ),
      )
      .orderBy(desc(rollouts.createdAt), desc(rollouts.id))
      .limit(limit + 1),
    sql
      .select({ status: rollouts.status, count: count() })
      .from(rollouts)
      .where(ne(rollouts.status, "discarded"))
      .groupBy(rollouts.status),
  ]);
  const shown = rows.slice(0, limit);
  const sums = await sumsOf(
    sql,
    shown.map(({ id }) => id),
  );
  return {
    rollouts: shown.map((row) => summaryOf(row, sums.get(row.id))),
    hasMore: rows.length > limit,
    byStatus: Object.fromEntries(counted.map((row) => [row.status, row.count])),
  };
}

/** Takes an id and gives the rollout without its targets, or `null`. */
export async function rolloutSummary(sql: Sql, id: string): Promise<RolloutSummary | null> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, id));
  return row === undefined ? null : summaryOf(row, (await sumsOf(sql, [id])).get(id));
}

/** Takes an id, and whether metrics are read, and gives the rollout with its targets, timelines and events, or `null`. */
export async function rolloutDetail(
  sql: Sql,
  id: string,
  readsMetrics = true,
  now = new Date(),
): Promise<RolloutDetail | null> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, id));
  if (row === undefined) return null;
  const found = await foundTargets(sql, id, null);
  const laneKeys = new Map(
    found.map(({ target: { accountId, region } }) => [`${accountId}:${region}`, { accountId, region }]),
  );
  const [sums, views, waveViews, laneFailures] = await Promise.all([
    sumsOf(sql, [id]),
    viewsOf(sql, row, found, null, now),
    wavesOfRollout(sql, id, readsMetrics),
    isUnderWay(row.status) ? engineFailures(sql, [...laneKeys.values()]) : [],
  ]);
  return {
    ...summaryOf(row, sums.get(id)),
    acknowledgements: row.acknowledgements,
    validated: validationProgress(views),
    targets: views,
    waves: waveViews,
    readsMetrics,
    laneFailures,
  };
}

/**
 * Takes an environment and gives the latest rollout that changed it, tried to, or is about to, and its target there, or
 * `null`. A bulk rollout that left it alone does not stand before the change that counts.
 */
export async function latestRolloutOf(
  sql: Sql,
  key: EnvironmentKey,
): Promise<{ rolloutId: string; target: Target } | null> {
  const [row] = await sql
    .select({ target: targets })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .where(
      and(
        eq(targets.accountId, key.accountId),
        eq(targets.region, key.region),
        eq(targets.environmentId, key.environmentId),
        isNotNull(rollouts.startedAt),
        or(
          targets.holds,
          raw`(${targets.state}->>'attempt')::integer > 0`,
          and(eq(targets.status, "blocked"), inArray(rollouts.kind, ["toggle", "undo"])),
        ),
      ),
    )
    .orderBy(desc(rollouts.startedAt), desc(rollouts.id))
    .limit(1);
  return row === undefined ? null : { rolloutId: row.target.rolloutId, target: targetOf(row.target) };
}
