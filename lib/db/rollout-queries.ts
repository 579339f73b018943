import { and, eq, inArray, isNull, sql as raw } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { BeanstalkEvent, RolloutKind } from "#lib/rollouts/rollout.ts";
import type { Target, TargetState, Transition } from "#lib/rollouts/target.ts";
import { isUnfinished } from "#lib/rollouts/target.ts";
import type { Sql } from "./database.ts";
import { targetOf } from "./rollout-rows.ts";
import { environmentEvents, rollouts, targets, transitions } from "./schema.ts";

/** Rows a statement writes at once; a statement has room for 65,535 parameters. */
const CHUNK = 500;

export type NewRollout = {
  id: string;
  kind: RolloutKind;
  createdBy: string;
  createdAt: Date;
  capPerLane: number;
  planHash: string;
  basedOn: string | null;
};

/** Takes a reviewed plan and keeps it as a draft; it holds no environment until it is started. */
export async function insertDraft(
  tx: Sql,
  { rollout, targets: planned }: { rollout: NewRollout; targets: readonly Target[] },
): Promise<void> {
  const { id, kind, createdBy, createdAt, capPerLane, planHash, basedOn } = rollout;
  await tx.transaction(async (inner) => {
    await inner
      .insert(rollouts)
      .values({ id, kind, status: "draft", createdBy, createdAt, capPerLane, planHash, basedOn });
    for (let start = 0; start < planned.length; start += CHUNK) {
      const rows = planned.slice(start, start + CHUNK);
      await inner
        .insert(targets)
        .values(rows.map((target) => ({ ...target, rolloutId: id, status: target.state.status })));
    }
  });
}

type Start = {
  id: string;
  planHash: string;
  startedBy: string;
  capPerLane: number;
  now: Date;
  /** When it is to begin; absent: now. */
  schedule?: { at: Date; zone: string } | null;
  /** Why change windows do not hold it; absent: they do. */
  windowOverride?: string | null;
};

export type StartOutcome =
  | "started"
  | "not-a-draft"
  | "hash-mismatch"
  | { conflict: { target: string; rolloutId: string }[] };

/**
 * Takes the draft that was reviewed and starts it, or schedules its start: from here on its pending targets hold their
 * environments.
 */
export async function startRollout(tx: Sql, start: Start): Promise<StartOutcome> {
  const { id, planHash, startedBy, capPerLane, now, schedule = null, windowOverride = null } = start;
  try {
    return await tx.transaction(async (inner) => {
      const [rollout] = await inner.select().from(rollouts).where(eq(rollouts.id, id)).for("update");
      if (rollout?.status !== "draft") return "not-a-draft";
      if (rollout.planHash !== planHash) return "hash-mismatch";
      const conflict = await conflictsOf(inner, id);
      if (conflict.length > 0) return { conflict };
      const held = await inner
        .update(targets)
        .set({ holds: true })
        .where(and(eq(targets.rolloutId, id), eq(targets.status, "pending")))
        .returning({ id: targets.id });
      const nothingToDo = held.length === 0;
      await inner
        .update(rollouts)
        .set({
          status: nothingToDo ? "finished" : schedule === null ? "running" : "scheduled",
          startedBy,
          startedAt: nothingToDo || schedule === null ? now : null,
          startAt: schedule?.at ?? null,
          startZone: schedule?.zone ?? null,
          windowOverride,
          capPerLane,
          finishedAt: nothingToDo ? now : null,
        })
        .where(eq(rollouts.id, id));
      return "started";
    });
  } catch (error) {
    if (!isHoldViolation(error)) throw error;
    // Another rollout was started in the meantime; the savepoint is undone, and its holds are there to be named.
    return { conflict: await conflictsOf(tx, id) };
  }
}

function isHoldViolation(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    typeof cause === "object" &&
    cause !== null &&
    "constraint" in cause &&
    cause.constraint === "one_unfinished_rollout_per_environment"
  );
}

/** The pending targets of a rollout whose environment is held by another one. `target` is the environment's name. */
async function conflictsOf(sql: Sql, rolloutId: string): Promise<{ target: string; rolloutId: string }[]> {
  const holder = alias(targets, "holder");
  return sql
    .select({ target: targets.name, rolloutId: holder.rolloutId })
    .from(targets)
    .innerJoin(
      holder,
      and(
        eq(holder.holds, true),
        eq(holder.accountId, targets.accountId),
        eq(holder.region, targets.region),
        eq(holder.environmentId, targets.environmentId),
      ),
    )
    .where(and(eq(targets.rolloutId, rolloutId), eq(targets.status, "pending")))
    .orderBy(targets.name, targets.id);
}

/** Takes a draft and ends it unstarted; `false` where it is no draft. */
export async function discardDraft(tx: Sql, id: string, now: Date): Promise<boolean> {
  const discarded = await tx
    .update(rollouts)
    .set({ status: "discarded", finishedAt: now })
    .where(and(eq(rollouts.id, id), eq(rollouts.status, "draft")))
    .returning({ id: rollouts.id });
  return discarded.length > 0;
}

/** Takes a running rollout and notes that nothing more of it is to start; `false` where it is not running. */
export async function requestStop(tx: Sql, id: string, now: Date): Promise<boolean> {
  const stopped = await tx
    .update(rollouts)
    // The first request's time stays.
    .set({
      stopRequestedAt: raw`coalesce(${rollouts.stopRequestedAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(and(eq(rollouts.id, id), eq(rollouts.status, "running")))
    .returning({ id: rollouts.id });
  return stopped.length > 0;
}

/** A target that holds its environment, with what its rollout says of it. `version` goes into `commitTransitions`. */
export type HeldTarget = {
  target: Target;
  version: number;
  capPerLane: number;
  stopRequested: boolean;
  /** Change windows do not hold it, for a reason that was given. */
  windowsOverridden: boolean;
};

/** Takes a lane and gives its targets that have begun and are not at their end, in the order in which they are to be worked on. */
export async function laneTargets(sql: Sql, lane: LaneKey): Promise<HeldTarget[]> {
  const rows = await sql
    .select({
      target: targets,
      capPerLane: rollouts.capPerLane,
      stopRequestedAt: rollouts.stopRequestedAt,
      windowOverride: rollouts.windowOverride,
    })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .where(
      and(
        eq(targets.holds, true),
        // A scheduled rollout holds its environments and is not worked on.
        eq(rollouts.status, "running"),
        eq(targets.accountId, lane.accountId),
        eq(targets.region, lane.region),
      ),
    )
    .orderBy(rollouts.startedAt, rollouts.id, raw`${targets.name} collate "C"`, targets.id);
  return rows.map(({ target, capPerLane, stopRequestedAt, windowOverride }) => ({
    target: targetOf(target),
    version: target.version,
    capPerLane,
    stopRequested: stopRequestedAt !== null,
    windowsOverridden: windowOverride !== null,
  }));
}

export type TransitionEntry = {
  targetId: string;
  rolloutId: string;
  /** The version the decision was made from. */
  expectedVersion: number;
  transitions: readonly Transition[];
  next: TargetState;
};

/**
 * Takes what happened to targets and commits it in one transaction: the timeline's lines, the new states, the holds that
 * end, and the ends of rollouts. A target whose version has moved is left as it is, and its id comes back; so does one
 * that was to start although its rollout has been stopped.
 */
export async function commitTransitions(
  sql: Sql,
  entries: readonly TransitionEntry[],
  now: Date,
): Promise<{ conflicts: string[] }> {
  if (entries.length === 0) return { conflicts: [] };
  if (new Set(entries.map(({ targetId }) => targetId)).size < entries.length)
    throw new Error("A target may have one entry only");
  return sql.transaction(async (tx) => {
    const stopped = await lockRollouts(
      tx,
      entries.map(({ rolloutId }) => rolloutId),
    );
    const moved = await moveTargets(
      tx,
      entries.filter((entry) => !starts(entry) || !stopped.has(entry.rolloutId)),
    );
    const committed = entries.filter(({ targetId }) => moved.has(targetId));
    const lines = committed.flatMap(({ targetId, rolloutId, transitions: happened }) =>
      happened.map((transition) => ({ targetId, rolloutId, at: now, transition })),
    );
    for (let start = 0; start < lines.length; start += CHUNK) {
      await tx.insert(transitions).values(lines.slice(start, start + CHUNK));
    }
    const ended = committed.filter(({ next }) => !isUnfinished(next.status));
    await finishRollouts(tx, [...new Set(ended.map(({ rolloutId }) => rolloutId))], now);
    return {
      conflicts: entries.flatMap(({ targetId }) => (moved.has(targetId) ? [] : [targetId])),
    };
  });
}

const starts = ({ transitions: happened }: TransitionEntry): boolean => happened.some(({ kind }) => kind === "started");

/**
 * Locks rollouts before any of their targets, always in the same order, and gives those that were stopped. A stop that comes
 * later waits until this transaction has ended, and so does another lane that ends the last targets.
 */
async function lockRollouts(tx: Sql, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ id: rollouts.id, stopRequestedAt: rollouts.stopRequestedAt })
    .from(rollouts)
    .where(inArray(rollouts.id, [...new Set(ids)]))
    .orderBy(rollouts.id)
    .for("update");
  return new Set(rows.flatMap(({ id, stopRequestedAt }) => (stopRequestedAt === null ? [] : [id])));
}

async function moveTargets(tx: Sql, entries: readonly TransitionEntry[]): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const rows = entries.map(({ targetId, expectedVersion, next }) => ({
    targetId,
    expectedVersion,
    state: next,
    holds: isUnfinished(next.status),
  }));
  const moved = await tx
    .update(targets)
    .set({
      state: raw`x.state`,
      status: raw`x.state->>'status'`,
      // A target that holds nothing (its rollout was never started) is not given a hold by moving.
      holds: raw`${targets.holds} and x.holds`,
      version: raw`${targets.version} + 1`,
    })
    .from(
      raw`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x(
        "targetId" uuid, "expectedVersion" integer, state jsonb, holds boolean)`,
    )
    .where(and(raw`${targets.id} = x."targetId"`, raw`${targets.version} = x."expectedVersion"`))
    .returning({ id: targets.id });
  return new Set(moved.map(({ id }) => id));
}

/** Two lanes may end a rollout's last targets at once: whoever locked its row second sees what the first one did. */
async function finishRollouts(tx: Sql, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const running = await tx
    .select({ id: rollouts.id, stopRequestedAt: rollouts.stopRequestedAt })
    .from(rollouts)
    .where(and(inArray(rollouts.id, [...ids]), eq(rollouts.status, "running")));
  if (running.length === 0) return;
  const unfinished = await tx
    .selectDistinct({ id: targets.rolloutId })
    .from(targets)
    .where(
      and(
        inArray(
          targets.rolloutId,
          running.map(({ id }) => id),
        ),
        eq(targets.holds, true),
      ),
    );
  const open = new Set(unfinished.map(({ id }) => id));
  for (const { id, stopRequestedAt } of running) {
    if (open.has(id)) continue;
    await tx
      .update(rollouts)
      .set({ status: stopRequestedAt === null ? "finished" : "stopped", finishedAt: now })
      .where(and(eq(rollouts.id, id), isNull(rollouts.finishedAt)));
  }
}

/** Takes a lane's events, in any order and as often as AWS repeats them, and keeps each once. */
export async function storeEvents(
  sql: Sql,
  { accountId, region }: LaneKey,
  events: readonly (BeanstalkEvent & { environmentId: string })[],
): Promise<void> {
  for (let start = 0; start < events.length; start += CHUNK) {
    const rows = events.slice(start, start + CHUNK).map(({ environmentId, at, severity, message, requestId }) => {
      return { accountId, region, environmentId, severity, message, requestId, at: new Date(at) };
    });
    await sql.insert(environmentEvents).values(rows).onConflictDoNothing();
  }
}
