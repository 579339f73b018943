import { and, eq, inArray, isNull, sql as raw } from "drizzle-orm";
import { managedWindowAt } from "#lib/imds/managed-window.ts";
import type { BeanstalkEvent, TargetView, TimelineEntry } from "#lib/rollouts/rollout.ts";
import type { Sql } from "./database.ts";
import { targetOf } from "./rollout-rows.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { environmentEvents, rollouts, targets, transitions } from "./schema-rollouts.ts";

type RolloutRow = typeof rollouts.$inferSelect;

/** Takes a rollout's id, and those of some of its targets or `null` for all, and gives their rows by name, with what their environments are known by. */
export function foundTargets(sql: Sql, rolloutId: string, only: readonly string[] | null) {
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
    .where(and(eq(targets.rolloutId, rolloutId), only === null ? undefined : inArray(targets.id, [...only])))
    .orderBy(raw`${targets.name} collate "C"`, targets.id);
}

/** Takes such rows and gives the targets with their timelines and events. */
export async function viewsOf(
  sql: Sql,
  row: RolloutRow,
  found: Awaited<ReturnType<typeof foundTargets>>,
  only: readonly string[] | null,
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

/** Takes a rollout's id and a target's and gives that target with all that is kept of it, or `null`. */
export async function targetDetail(sql: Sql, id: string, targetId: string): Promise<TargetView | null> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, id));
  if (row === undefined) return null;
  const [view] = await viewsOf(sql, row, await foundTargets(sql, id, [targetId]), [targetId], new Date());
  return view ?? null;
}

async function timelinesOf(
  sql: Sql,
  rolloutId: string,
  only: readonly string[] | null,
): Promise<Map<string, TimelineEntry[]>> {
  const rows = await sql
    .select({
      targetId: transitions.targetId,
      at: transitions.at,
      transition: transitions.transition,
    })
    .from(transitions)
    .where(
      and(eq(transitions.rolloutId, rolloutId), only === null ? undefined : inArray(transitions.targetId, [...only])),
    )
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
  only: readonly string[] | null,
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
        only === null ? undefined : inArray(targets.id, [...only]),
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
