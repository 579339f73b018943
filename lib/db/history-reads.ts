import type { SQL } from "drizzle-orm";
import { and, count, desc, eq, isNotNull, isNull, lt, sql as raw } from "drizzle-orm";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { AccountPosture, ChangesFilter, PostureChangeView } from "#lib/imds/history.ts";
import type { OwnChange } from "#lib/rollouts/rollout.ts";
import type { Sql } from "./database.ts";
import { coveredCondition, LANE } from "./exception-coverage.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { postureChanges } from "./schema-history.ts";
import { rollouts, targets } from "./schema-rollouts.ts";

function changeRows(sql: Sql, where: SQL | undefined, limit: number) {
  return sql
    .select({ change: postureChanges, label: lanes.accountLabel })
    .from(postureChanges)
    .leftJoin(lanes, and(eq(lanes.accountId, postureChanges.accountId), eq(lanes.region, postureChanges.region)))
    .where(where)
    .orderBy(desc(postureChanges.id))
    .limit(limit);
}

function viewOf({ change, label }: Awaited<ReturnType<typeof changeRows>>[number]): PostureChangeView {
  const { rolloutId, actor, seenAt, ...row } = change;
  return {
    ...row,
    accountLabel: label ?? row.accountId,
    seenAt: seenAt.toISOString(),
    cause: rolloutId === null ? { kind: "outside" } : { kind: "rollout", rolloutId, actor },
  };
}

/** Gives the newest changes first; `before` is the id of the last one already seen. */
export async function listChanges(
  sql: Sql,
  { cause, what }: ChangesFilter,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<PostureChangeView[]> {
  const rows = await changeRows(
    sql,
    and(
      before === undefined ? undefined : lt(postureChanges.id, before),
      cause === null
        ? undefined
        : cause === "outside"
          ? isNull(postureChanges.rolloutId)
          : isNotNull(postureChanges.rolloutId),
      what === null ? undefined : raw`${what}::text = any(${postureChanges.what})`,
    ),
    limit,
  );
  return rows.map(viewOf);
}

/** Takes an environment and gives what changed of it and what rollouts of ours did to it, each the newest first. */
export async function environmentHistory(
  sql: Sql,
  { accountId, region, environmentId }: EnvironmentKey,
  limit: number,
): Promise<{ changes: PostureChangeView[]; ours: OwnChange[] }> {
  const [changes, ours] = await Promise.all([
    changeRows(
      sql,
      and(
        eq(postureChanges.accountId, accountId),
        eq(postureChanges.region, region),
        eq(postureChanges.environmentId, environmentId),
      ),
      limit,
    ),
    sql
      .select({
        rolloutId: rollouts.id,
        actor: rollouts.startedBy,
        startedAt: rollouts.startedAt,
        change: targets.change,
        status: targets.status,
      })
      .from(targets)
      .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
      .where(
        and(
          eq(targets.accountId, accountId),
          eq(targets.region, region),
          eq(targets.environmentId, environmentId),
          isNotNull(rollouts.startedAt),
        ),
      )
      .orderBy(desc(rollouts.startedAt))
      .limit(limit),
  ]);
  return {
    changes: changes.map(viewOf),
    ours: ours.flatMap(({ startedAt, ...one }) =>
      startedAt === null ? [] : [{ ...one, startedAt: startedAt.toISOString() }],
    ),
  };
}

/** Gives each account that has enabled lanes with its share of the posture, what is accepted at that time counted too, by its label. */
export async function postureByAccount(sql: Sql, now: Date): Promise<AccountPosture[]> {
  const allowing = raw`${environments.effective} in ('v1-and-v2', 'mixed')`;
  const covered = await coveredCondition(sql, now);
  const where = (condition: SQL) => raw<number>`count(*) filter (where ${condition})`.mapWith(Number);
  const counted = sql
    .select({
      accountId: environments.accountId,
      region: environments.region,
      environments: count().as("environments"),
      enforced: where(raw`${environments.effective} = 'v2-only'`).as("enforced"),
      allowing: where(allowing).as("allowing"),
      accepted: where(raw`${allowing} and ${covered}`).as("accepted"),
      inUse: where(raw`${environments.imdsUse} = 'in-use'`).as("in_use"),
      drifted: where(raw`${environments.drift}`).as("drifted"),
    })
    .from(environments)
    .innerJoin(lanes, LANE)
    .where(isNull(environments.goneAt))
    .groupBy(environments.accountId, environments.region)
    .as("counted");
  const sum = (column: SQL.Aliased<number>) => raw<number>`coalesce(sum(${column}), 0)`.mapWith(Number);
  const label = raw<string>`min(${lanes.accountLabel})`;
  return sql
    .select({
      accountId: lanes.accountId,
      accountLabel: label,
      environments: sum(counted.environments),
      enforced: sum(counted.enforced),
      allowing: sum(counted.allowing),
      accepted: sum(counted.accepted),
      inUse: sum(counted.inUse),
      drifted: sum(counted.drifted),
      lanes: count(),
      unreadable: where(isNotNull(lanes.failure)),
      readAt: raw<
        string | null
      >`to_char(min(${lanes.lastSuccessAt}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    })
    .from(lanes)
    .leftJoin(counted, and(eq(counted.accountId, lanes.accountId), eq(counted.region, lanes.region)))
    .where(eq(lanes.enabled, true))
    .groupBy(lanes.accountId)
    .orderBy(label, lanes.accountId);
}
