import { and, count, eq, inArray, ne, or, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { Gate } from "#lib/rollouts/gate.ts";
import type { Alike, LaneProgress, RolloutProgress } from "#lib/rollouts/progress.ts";
import { lanesProgress, sumsOf, wavesProgress } from "#lib/rollouts/progress.ts";
import type { FollowUp } from "#lib/rollouts/rollout.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { Change, Target } from "#lib/rollouts/target.ts";
import type { TimedRollout } from "#lib/rollouts/time-left.ts";
import type { Sql } from "./database.ts";
import { summaryOf } from "./rollout-reads.ts";
import { isFailure, targetOf } from "./rollout-rows.ts";
import { lanes } from "./schema-fleet.ts";
import { rollouts, targets } from "./schema-rollouts.ts";
import { wavesOfRollout } from "./wave-reads.ts";

/** The targets of a rollout, counted by what they have in common: a few rows for a thousand of them. */
function alikeOf(sql: Sql, rolloutId: string): Promise<(Alike & { change: Change })[]> {
  const reason = raw<string | null>`${targets.state}->'reason'->>'kind'`;
  const isGateFailed = raw<boolean>`coalesce(${targets.gate}->>'kind' = 'failed', false)`;
  const alike = {
    accountId: targets.accountId,
    region: targets.region,
    wave: targets.wave,
    status: targets.status,
    reason,
    isGateFailed,
    change: targets.change,
  };
  return sql
    .select({ ...alike, count: count() })
    .from(targets)
    .where(eq(targets.rolloutId, rolloutId))
    .groupBy(...Object.values(alike))
    .orderBy(targets.accountId, targets.region);
}

async function lanesOf(
  sql: Sql,
  found: readonly Omit<LaneProgress, "accountLabel" | "failure">[],
  isWorkedOn: boolean,
): Promise<LaneProgress[]> {
  if (found.length === 0) return [];
  const isLane = ({ accountId, region }: LaneKey) => and(eq(lanes.accountId, accountId), eq(lanes.region, region));
  const rows = await sql
    .select({
      accountId: lanes.accountId,
      region: lanes.region,
      label: lanes.accountLabel,
      failure: lanes.engineFailure,
      at: lanes.engineFailedAt,
    })
    .from(lanes)
    .where(or(...found.map(isLane)));
  const known = new Map(rows.map((row) => [`${row.accountId} ${row.region}`, row]));
  return found.map((lane) => {
    const row = known.get(`${lane.accountId} ${lane.region}`);
    const { failure = null, at = null } = row ?? {};
    return {
      ...lane,
      accountLabel: row?.label ?? lane.accountId,
      failure: !isWorkedOn || failure === null || at === null ? null : { ...failure, at: at.toISOString() },
    };
  });
}

async function followUpsOf(sql: Sql, id: string): Promise<FollowUp[]> {
  const rows = await sql
    .select({ id: rollouts.id, kind: rollouts.kind, status: rollouts.status, createdAt: rollouts.createdAt })
    .from(rollouts)
    .where(and(eq(rollouts.basedOn, id), ne(rollouts.status, "discarded")))
    .orderBy(rollouts.createdAt, rollouts.id);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** Takes an id, and whether metrics are read, and gives how far that rollout is, or `null`; its targets are counted, and none is read. */
export async function rolloutProgress(sql: Sql, id: string, readsMetrics = true): Promise<RolloutProgress | null> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, id));
  if (row === undefined) return null;
  const [cells, waves, followUps] = await Promise.all([
    alikeOf(sql, id),
    wavesOfRollout(sql, id, readsMetrics),
    followUpsOf(sql, id),
  ]);
  const { counts, gatesFailed, ...sums } = sumsOf(cells);
  const changes = new Map(cells.map(({ change }) => [JSON.stringify(change), change]));
  const [change = null] = changes.size === 1 ? changes.values() : [];
  return {
    ...summaryOf(row, { counts, gatesFailed, change }),
    acknowledgements: row.acknowledgements,
    followUps,
    ...sums,
    waves: wavesProgress(cells, waves),
    lanes: await lanesOf(sql, lanesProgress(cells), isUnderWay(row.status)),
  };
}

/** A target with its wave and what its bake showed. */
export type WavedTarget = Target & { wave: number | null; gate: Gate | null };

/** Takes a rollout and gives its targets by name, or only those that failed, without what happened to them. */
export async function targetsOf(sql: Sql, rolloutId: string, which: "all" | "failed" = "all"): Promise<WavedTarget[]> {
  const rows = await sql
    .select()
    .from(targets)
    .where(and(eq(targets.rolloutId, rolloutId), which === "all" ? undefined : isFailure))
    .orderBy(raw`${targets.name} collate "C"`, targets.id);
  return rows.map((row) => ({ ...targetOf(row), wave: row.wave, gate: row.gate }));
}

/** Takes lanes and gives what their accounts are called, by account's number. */
export async function accountLabels(sql: Sql, accountIds: readonly string[]): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map();
  const rows = await sql
    .selectDistinct({ accountId: lanes.accountId, label: lanes.accountLabel })
    .from(lanes)
    .where(inArray(lanes.accountId, [...new Set(accountIds)]));
  return new Map(rows.map(({ accountId, label }) => [accountId, label]));
}

/** Takes an id, and whether metrics are read, and gives what tells how much time that rollout still needs, or `null`. */
export async function timedRollout(sql: Sql, id: string, readsMetrics = true): Promise<TimedRollout | null> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, id));
  if (row === undefined) return null;
  const [found, waves] = await Promise.all([targetsOf(sql, id), wavesOfRollout(sql, id, readsMetrics)]);
  const { status, policy } = row;
  return { status, policy, readsMetrics, stopRequested: row.stopRequestedAt !== null, targets: found, waves };
}
