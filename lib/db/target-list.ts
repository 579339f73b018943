import type { SQL } from "drizzle-orm";
import { and, count, desc, eq, inArray, isNotNull, sql as raw } from "drizzle-orm";
import type { BeanstalkEvent, TargetWindow, TimelineEntry } from "#lib/rollouts/rollout.ts";
import { STATUSES_OF } from "#lib/rollouts/segments.ts";
import type { TargetFilter } from "#lib/rollouts/target-filter.ts";
import type { Sql } from "./database.ts";
import { isFailure } from "./rollout-rows.ts";
import { lanes } from "./schema-fleet.ts";
import { environmentEvents, rollouts, targets, transitions } from "./schema-rollouts.ts";

/** The most rows one window may have. */
const WINDOW_LIMIT = 200;

const ofLane = and(eq(lanes.accountId, targets.accountId), eq(lanes.region, targets.region));

/** What needs a look first: failed, then in flight, blocked, pending, done, skipped. */
const rank = raw`case when ${isFailure} then 0 when ${targets.status} in ('applying', 'updating', 'verifying') then 1
  when ${targets.status} = 'blocked' then 2 when ${targets.status} = 'pending' then 3
  when ${targets.status} = 'succeeded' then 4 else 5 end`;

function textCondition(text: string): SQL | undefined {
  const words = text.split(/\s+/u).filter((word) => word !== "");
  const told = raw`lower(${targets.name} || ' ' || ${targets.application} || ' ' || ${targets.environmentId} || ' '
    || ${targets.accountId} || ' ' || ${targets.region} || ' ' || coalesce(${lanes.accountLabel}, ''))`;
  // The database folds both sides: its lower() and JavaScript's differ on some letters.
  return and(...words.map((word) => raw`strpos(${told}, lower(${word})) > 0`));
}

function conditionOf(rolloutId: string, { segment, wave, lane, text }: TargetFilter): SQL | undefined {
  return and(
    eq(targets.rolloutId, rolloutId),
    segment === null ? undefined : inArray(targets.status, [...STATUSES_OF[segment]]),
    wave === null ? undefined : eq(targets.wave, wave),
    lane === null ? undefined : and(eq(targets.accountId, lane.accountId), eq(targets.region, lane.region)),
    textCondition(text),
  );
}

/** Takes a rollout, a filter and a window, and gives that window's targets, what needs a look first, then by name. */
export async function listTargets(
  sql: Sql,
  rolloutId: string,
  filter: TargetFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<TargetWindow> {
  const where = conditionOf(rolloutId, filter);
  const [rows, counted] = await Promise.all([
    sql
      .select({
        id: targets.id,
        rolloutId: targets.rolloutId,
        accountId: targets.accountId,
        region: targets.region,
        environmentId: targets.environmentId,
        name: targets.name,
        application: targets.application,
        state: targets.state,
        wave: targets.wave,
        gate: targets.gate,
        accountLabel: raw<string>`coalesce(${lanes.accountLabel}, ${targets.accountId})`,
      })
      .from(targets)
      .leftJoin(lanes, ofLane)
      .where(where)
      .orderBy(rank, raw`${targets.name} collate "C"`, targets.id)
      .limit(Math.min(Math.max(limit, 0), WINDOW_LIMIT))
      .offset(Math.max(offset, 0)),
    sql.select({ matched: count() }).from(targets).leftJoin(lanes, ofLane).where(where),
  ]);
  const updating = rows.filter(({ state }) => state.status === "updating").map(({ id }) => id);
  const [last, events] = await Promise.all([
    lastLines(
      sql,
      rows.map(({ id }) => id),
    ),
    lastEvents(sql, updating),
  ]);
  return {
    rows: rows.map((row) => ({ ...row, last: last.get(row.id) ?? null, event: events.get(row.id) ?? null })),
    matched: counted[0]?.matched ?? 0,
  };
}

/** The last line of each target's timeline. */
async function lastLines(sql: Sql, ids: readonly string[]): Promise<Map<string, TimelineEntry>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectDistinctOn([transitions.targetId], {
      targetId: transitions.targetId,
      at: transitions.at,
      transition: transitions.transition,
    })
    .from(transitions)
    .where(inArray(transitions.targetId, [...ids]))
    .orderBy(transitions.targetId, desc(transitions.id));
  return new Map(rows.map(({ targetId, at, transition }) => [targetId, { at: at.toISOString(), transition }]));
}

/** What AWS said last of each target since its rollout began. */
async function lastEvents(sql: Sql, ids: readonly string[]): Promise<Map<string, BeanstalkEvent>> {
  if (ids.length === 0) return new Map();
  const { at, severity, message, requestId, accountId, region, environmentId } = environmentEvents;
  const rows = await sql
    .selectDistinctOn([targets.id], { targetId: targets.id, at, severity, message, requestId })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .innerJoin(
      environmentEvents,
      and(
        eq(accountId, targets.accountId),
        eq(region, targets.region),
        eq(environmentId, targets.environmentId),
        // AWS's clock and ours may differ a little.
        raw`${at} >= ${rollouts.startedAt} - interval '5 seconds'`,
      ),
    )
    .where(and(inArray(targets.id, [...ids]), isNotNull(rollouts.startedAt)))
    .orderBy(targets.id, desc(at), desc(environmentEvents.id));
  return new Map(rows.map(({ targetId, ...event }) => [targetId, { ...event, at: event.at.toISOString() }]));
}
