import { and, count, countDistinct, desc, eq, inArray, isNotNull, isNull, ne, or, sql as raw } from "drizzle-orm";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { managedWindowAt } from "#lib/imds/managed-window.ts";
import type {
  BeanstalkEvent,
  RolloutDetail,
  RolloutSummary,
  TargetCounts,
  TargetView,
  TimelineEntry,
} from "#lib/rollouts/rollout.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { Change, Target } from "#lib/rollouts/target.ts";
import { validationProgress } from "#lib/rollouts/validation.ts";
import type { Sql } from "./database.ts";
import { engineFailures } from "./lane-queries.ts";
import { targetOf } from "./rollout-rows.ts";
import { environmentEvents, environments, lanes, rollouts, targets, transitions } from "./schema.ts";
import { wavesOfRollout } from "./wave-reads.ts";

type RolloutRow = typeof rollouts.$inferSelect;
type Sums = { counts: TargetCounts; lanes: number; changes: Change[] };

/** Gives counts of no target at all. */
export const noCounts = (): TargetCounts => ({
  pending: 0,
  applying: 0,
  updating: 0,
  verifying: 0,
  succeeded: 0,
  skipped: 0,
  blocked: 0,
  failed: 0,
});

async function sumsOf(sql: Sql, ids: readonly string[]): Promise<Map<string, Sums>> {
  const sums = new Map<string, Sums>(ids.map((id) => [id, { counts: noCounts(), lanes: 0, changes: [] }]));
  if (ids.length === 0) return sums;
  const those = inArray(targets.rolloutId, [...ids]);
  const [byStatus, byRollout, byChange] = await Promise.all([
    sql
      .select({ id: targets.rolloutId, status: targets.status, count: count() })
      .from(targets)
      .where(those)
      .groupBy(targets.rolloutId, targets.status),
    sql
      .select({
        id: targets.rolloutId,
        lanes: countDistinct(raw`(${targets.accountId}, ${targets.region})`),
      })
      .from(targets)
      .where(those)
      .groupBy(targets.rolloutId),
    sql.selectDistinct({ id: targets.rolloutId, change: targets.change }).from(targets).where(those),
  ]);
  for (const { id, status, count: number } of byStatus) {
    const sum = sums.get(id);
    if (sum !== undefined) sum.counts[status] = number;
  }
  for (const { id, lanes: number } of byRollout) {
    const sum = sums.get(id);
    if (sum !== undefined) sum.lanes = number;
  }
  for (const { id, change } of byChange) sums.get(id)?.changes.push(change);
  return sums;
}

function summaryOf(row: RolloutRow, sums: Sums | undefined): RolloutSummary {
  const [change, ...others] = sums?.changes ?? [];
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    change: change === undefined || others.length > 0 ? { kind: "mixed" } : change,
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
    lanes: sums?.lanes ?? 0,
  };
}

/** Gives the newest rollouts first, without discarded drafts. */
export async function listRollouts(sql: Sql, { limit }: { limit: number }): Promise<RolloutSummary[]> {
  const rows = await sql
    .select()
    .from(rollouts)
    .where(ne(rollouts.status, "discarded"))
    .orderBy(desc(rollouts.createdAt), desc(rollouts.id))
    .limit(limit);
  const sums = await sumsOf(
    sql,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => summaryOf(row, sums.get(row.id)));
}

/** The targets of a rollout, or one of them, with what the lane's account is called, by name. */
function foundTargets(sql: Sql, rolloutId: string, only: string | null) {
  return sql
    .select({
      target: targets,
      accountLabel: lanes.accountLabel,
      verdict: environments.readiness,
      calls: environments.imdsCalls,
      managedUpdates: environments.managedUpdates,
    })
    .from(targets)
    .leftJoin(
      environments,
      and(
        eq(environments.accountId, targets.accountId),
        eq(environments.region, targets.region),
        eq(environments.environmentId, targets.environmentId),
        isNull(environments.goneAt),
      ),
    )
    .leftJoin(lanes, and(eq(lanes.accountId, targets.accountId), eq(lanes.region, targets.region)))
    .where(and(eq(targets.rolloutId, rolloutId), only === null ? undefined : eq(targets.id, only)))
    .orderBy(raw`${targets.name} collate "C"`, targets.id);
}

async function viewsOf(
  sql: Sql,
  row: RolloutRow,
  found: Awaited<ReturnType<typeof foundTargets>>,
  only: string | null,
  now: Date,
): Promise<TargetView[]> {
  const [timelines, events] = await Promise.all([
    timelinesOf(sql, row.id, only),
    eventsOf(sql, row, found.length, only),
  ]);
  return found.map(({ target, accountLabel, verdict, calls, managedUpdates }) => ({
    ...targetOf(target),
    accountLabel: accountLabel ?? target.accountId,
    readiness:
      verdict === null ? null : { verdict, calls: calls ?? 0, managedWindow: managedWindowAt(managedUpdates, now) },
    wave: target.wave,
    evidence: target.evidence,
    gate: target.gate,
    timeline: timelines.get(target.id) ?? [],
    events: events.get(target.id) ?? [],
  }));
}

/** Takes an id and gives the rollout with its targets, timelines and events, or `null`. */
export async function rolloutDetail(sql: Sql, id: string, now = new Date()): Promise<RolloutDetail | null> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, id));
  if (row === undefined) return null;
  const found = await foundTargets(sql, id, null);
  const laneKeys = new Map(
    found.map(({ target: { accountId, region } }) => [`${accountId}:${region}`, { accountId, region }]),
  );
  const [sums, views, waveViews, laneFailures] = await Promise.all([
    sumsOf(sql, [id]),
    viewsOf(sql, row, found, null, now),
    wavesOfRollout(sql, id),
    isUnderWay(row.status) ? engineFailures(sql, [...laneKeys.values()]) : [],
  ]);
  return {
    ...summaryOf(row, sums.get(id)),
    acknowledgements: row.acknowledgements,
    validated: validationProgress(views),
    targets: views,
    waves: waveViews,
    laneFailures,
  };
}

/** Takes a rollout's id and a target's and gives that target with all that is kept of it, or `null`. */
export async function targetDetail(sql: Sql, id: string, targetId: string): Promise<TargetView | null> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, id));
  if (row === undefined) return null;
  const [view] = await viewsOf(sql, row, await foundTargets(sql, id, targetId), targetId, new Date());
  return view ?? null;
}

async function timelinesOf(sql: Sql, rolloutId: string, only: string | null): Promise<Map<string, TimelineEntry[]>> {
  const rows = await sql
    .select({
      targetId: transitions.targetId,
      at: transitions.at,
      transition: transitions.transition,
    })
    .from(transitions)
    .where(and(eq(transitions.rolloutId, rolloutId), only === null ? undefined : eq(transitions.targetId, only)))
    .orderBy(transitions.id);
  const byTarget = new Map<string, TimelineEntry[]>();
  for (const { targetId, at, transition } of rows) {
    const timeline = byTarget.get(targetId) ?? [];
    timeline.push({ at: at.toISOString(), transition });
    byTarget.set(targetId, timeline);
  }
  return byTarget;
}

/** All targets together show so many events, each at least the last few: a page of 1,000 targets stays readable and small. */
const EVENTS_IN_ALL = 1_000;
const EVENTS_EACH = 5;
/** AWS's clock and ours may differ a little, and AWS's last words come after our verdict. */
const BEFORE_START_MILLISECONDS = 5_000;
const AFTER_END_MILLISECONDS = 300_000;

/** The events of the time in which the rollout worked on each target: from its first intent, oldest first. */
async function eventsOf(
  sql: Sql,
  rollout: RolloutRow,
  targetCount: number,
  only: string | null,
): Promise<Map<string, BeanstalkEvent[]>> {
  if (rollout.startedAt === null || targetCount === 0) return new Map();
  const each = Math.max(EVENTS_EACH, Math.floor(EVENTS_IN_ALL / targetCount));
  const from = new Date(rollout.startedAt.getTime() - BEFORE_START_MILLISECONDS).toISOString();
  const until =
    rollout.finishedAt === null ? null : new Date(rollout.finishedAt.getTime() + AFTER_END_MILLISECONDS).toISOString();
  const ranked = sql
    .select({
      targetId: raw<string>`${targets.id}`.as("target_id"),
      eventId: raw<number>`${environmentEvents.id}`.as("event_id"),
      at: environmentEvents.at,
      severity: environmentEvents.severity,
      message: environmentEvents.message,
      requestId: environmentEvents.requestId,
      place:
        raw<number>`row_number() over (partition by ${targets.id} order by ${environmentEvents.at} desc, ${environmentEvents.id} desc)`.as(
          "place",
        ),
    })
    .from(targets)
    .innerJoin(
      environmentEvents,
      and(
        eq(environmentEvents.accountId, targets.accountId),
        eq(environmentEvents.region, targets.region),
        eq(environmentEvents.environmentId, targets.environmentId),
      ),
    )
    .where(
      and(
        eq(targets.rolloutId, rollout.id),
        only === null ? undefined : eq(targets.id, only),
        // What was skipped or blocked from the start was not worked on.
        raw`(${targets.state}->>'attempt')::integer > 0`,
        raw`${environmentEvents.at} >= ${from}::timestamptz`,
        until === null ? undefined : raw`${environmentEvents.at} <= ${until}::timestamptz`,
      ),
    )
    .as("ranked");
  const rows = await sql
    .select()
    .from(ranked)
    .where(raw`${ranked.place} <= ${each}`)
    .orderBy(ranked.at, ranked.eventId);
  const byTarget = new Map<string, BeanstalkEvent[]>();
  for (const { targetId, at, severity, message, requestId } of rows) {
    const list = byTarget.get(targetId) ?? [];
    list.push({ at: at.toISOString(), severity, message, requestId });
    byTarget.set(targetId, list);
  }
  return byTarget;
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
