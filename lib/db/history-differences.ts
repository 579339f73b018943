import { and, eq, inArray, isNotNull, isNull, ne, or, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import { judge } from "#lib/imds/history.ts";
import type { EndedTarget, Judgement } from "#lib/imds/history.ts";
import type { Sql } from "./database.ts";
import { environments } from "./schema-fleet.ts";
import { notedPostures } from "./schema-history.ts";
import { rollouts, targets, transitions } from "./schema-rollouts.ts";

/** What was noted of an environment last. */
export type Noted = typeof notedPostures.$inferSelect;
/** An environment that differs from what was noted of it, or waits. */
export type Different = {
  now: Pick<typeof environments.$inferSelect, "environmentId" | "name" | "application">;
  noted: Noted | null;
} & {
  judgement: Judgement;
};

/**
 * Gives the environments that rollouts of ours change, or changed until after the reading began: what was read of them may be of
 * before. One that waits for its wave, for days perhaps, is changed by others alone.
 */
export async function underOurChange(tx: Sql, { accountId, region }: LaneKey, readSince: Date): Promise<Set<string>> {
  const rows = await tx
    .selectDistinct({ environmentId: targets.environmentId })
    .from(targets)
    .where(
      and(
        eq(targets.accountId, accountId),
        eq(targets.region, region),
        or(
          and(targets.holds, ne(targets.status, "pending")),
          raw`exists (select 1 from ${transitions} where ${transitions.targetId} = ${targets.id}
            and ${transitions.at} >= ${readSince.toISOString()}::timestamptz)`,
        ),
      ),
    );
  return new Set(rows.map(({ environmentId }) => environmentId));
}

/** Gives the environments of a lane that differ from what was noted of them, or wait, and what follows. `beganAt`: since when its history is kept. */
export async function readDifferent(tx: Sql, lane: LaneKey, beganAt: Date | null): Promise<Different[]> {
  const rows = await tx
    .select({
      now: {
        environmentId: environments.environmentId,
        name: environments.name,
        application: environments.application,
        status: environments.status,
        configured: environments.configured,
        effective: environments.effective,
        drift: environments.drift,
        goneAt: environments.goneAt,
        createdAt: environments.dateCreated,
      },
      noted: notedPostures,
    })
    .from(environments)
    .leftJoin(
      notedPostures,
      and(
        eq(notedPostures.accountId, environments.accountId),
        eq(notedPostures.region, environments.region),
        eq(notedPostures.environmentId, environments.environmentId),
      ),
    )
    .where(
      and(
        eq(environments.accountId, lane.accountId),
        eq(environments.region, lane.region),
        or(
          and(isNull(notedPostures.environmentId), isNull(environments.goneAt)),
          raw`${notedPostures.gone} <> (${environments.goneAt} is not null)`,
          and(
            isNull(environments.goneAt),
            or(
              ne(notedPostures.configured, environments.configured),
              ne(notedPostures.effective, environments.effective),
              ne(notedPostures.drift, environments.drift),
              isNotNull(notedPostures.driftedAt),
              isNotNull(notedPostures.waitingSince),
              // Also what still looks the same is being changed, and by its end it will not.
              ne(environments.status, "Ready"),
            ),
          ),
        ),
      ),
    );
  return rows.map(({ now: { goneAt, ...now }, noted }) => ({
    now,
    noted,
    judgement: judge(noted, { ...now, gone: goneAt !== null }, beganAt),
  }));
}

/**
 * Gives, by environment, the targets of ours whose update was sent and which ended since the environment was last noted:
 * since `readSince`, unless it has waited.
 */
export async function endedTargets(
  tx: Sql,
  lane: LaneKey,
  changed: readonly Pick<Different, "now" | "noted">[],
  readSince: Date | null,
): Promise<Map<string, EndedTarget[]>> {
  const since = new Map(changed.map(({ now, noted }) => [now.environmentId, noted?.waitingSince ?? readSince]));
  const found = new Map<string, EndedTarget[]>();
  if (changed.length === 0) return found;
  const rows = await tx
    .select({
      environmentId: targets.environmentId,
      rolloutId: targets.rolloutId,
      change: targets.change,
      actor: rollouts.startedBy,
      endedAt: raw<string>`(select max(${transitions.at}) from ${transitions} where ${transitions.targetId} = ${targets.id})`,
    })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .where(
      and(
        eq(targets.accountId, lane.accountId),
        eq(targets.region, lane.region),
        inArray(targets.environmentId, [...since.keys()]),
        raw`exists (select 1 from ${transitions} where ${transitions.targetId} = ${targets.id}
          and ${transitions.transition}->>'kind' = 'started')`,
      ),
    )
    .orderBy(raw`5 desc`);
  for (const { environmentId, rolloutId, change, actor, endedAt } of rows) {
    const from = since.get(environmentId) ?? null;
    if (from !== null && new Date(endedAt) < from) continue;
    const list = found.get(environmentId) ?? [];
    list.push({ rolloutId, actor, methods: change.kind === "set" ? change.methods : null });
    found.set(environmentId, list);
  }
  return found;
}
