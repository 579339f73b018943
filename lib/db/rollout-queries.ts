import { and, eq, inArray, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import { gateWithoutBake } from "#lib/rollouts/gate.ts";
import { inAll } from "#lib/rollouts/limits.ts";
import type { LaneFigures } from "#lib/rollouts/limits.ts";
import { placesLeft } from "#lib/rollouts/observation.ts";
import type { LaneTarget, Steer } from "#lib/rollouts/observation.ts";
import type { BeanstalkEvent } from "#lib/rollouts/rollout.ts";
import type { TargetState, Transition } from "#lib/rollouts/target.ts";
import { isUnfinished } from "#lib/rollouts/target.ts";
import { closedOfTargets } from "./closed-targets.ts";
import type { Sql } from "./database.ts";
import { exceptedOfTargets } from "./excepted-targets.ts";
import type { Announcing } from "./rollout-messages.ts";
import { figuresOf, lockRollouts, openWavesOf, settleRollouts } from "./rollout-progress.ts";
import { targetOf } from "./rollout-rows.ts";
import { environmentEvents, rollouts, targets, transitions, waves } from "./schema-rollouts.ts";

/** Rows a statement writes at once; a statement has room for 65,535 parameters. */
const CHUNK = 500;

/** A target that holds its environment, with what its rollout says of it. `version` goes into `commitTransitions`. */
export type HeldTarget = LaneTarget & {
  version: number;
  /** Change windows do not hold it, for a reason that was given. */
  windowsOverridden: boolean;
};

type Steering = Pick<typeof rollouts.$inferSelect, "id" | "status" | "stopRequestedAt" | "abortRequestedAt" | "policy">;

const NOTHING = { size: 0, inFlight: 0, failures: 0 };

function steerOf(rollout: Steering, lane: LaneKey, figures: readonly LaneFigures[], openWave: number | null): Steer {
  const here = figures.find(({ accountId, region }) => accountId === lane.accountId && region === lane.region);
  return {
    status: rollout.status === "running" ? "running" : "paused",
    stopRequested: rollout.stopRequestedAt !== null,
    abortRequested: rollout.abortRequestedAt !== null,
    policy: rollout.policy,
    openWave,
    lane: here ?? NOTHING,
    all: inAll(figures),
  };
}

/** Takes a lane and gives its targets that have begun and are not at their end, in the order in which they are to be worked on. */
export async function laneTargets(sql: Sql, lane: LaneKey): Promise<HeldTarget[]> {
  const { id, status, stopRequestedAt, abortRequestedAt, policy, windowOverride } = rollouts;
  const rows = await sql
    .select({ target: targets, rollout: { id, status, stopRequestedAt, abortRequestedAt, policy, windowOverride } })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .where(
      and(
        eq(targets.holds, true),
        // A scheduled rollout holds its environments and is not worked on.
        inArray(rollouts.status, ["running", "paused"]),
        eq(targets.accountId, lane.accountId),
        eq(targets.region, lane.region),
      ),
    )
    .orderBy(
      rollouts.startedAt,
      rollouts.id,
      raw`${targets.wave} nulls last`,
      raw`${targets.name} collate "C"`,
      targets.id,
    );
  const ids = [...new Set(rows.map(({ rollout }) => rollout.id))];
  const [figures, open] = await Promise.all([figuresOf(sql, ids), openWavesOf(sql, ids)]);
  const steers = new Map(
    rows.map(({ rollout }) => [
      rollout.id,
      steerOf(rollout, lane, figures.get(rollout.id) ?? [], open.get(rollout.id) ?? null),
    ]),
  );
  return rows.flatMap(({ target, rollout }) => {
    const steer = steers.get(rollout.id);
    if (steer === undefined) return [];
    const windowsOverridden = rollout.windowOverride !== null;
    return [{ target: targetOf(target), wave: target.wave, version: target.version, steer, windowsOverridden }];
  });
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
 * end, and what follows for their rollouts. A target whose version has moved is left as it is, and its id comes back; so does
 * one that was to start although its rollout leaves no room for it, although a risk was accepted that the rollout leaves out,
 * or although a change window holds it: it is asked again here, where nobody else can start.
 */
export async function commitTransitions(
  sql: Sql,
  entries: readonly TransitionEntry[],
  now: Date,
  announcing: Announcing = {},
): Promise<{ conflicts: string[] }> {
  if (entries.length === 0) return { conflicts: [] };
  if (new Set(entries.map(({ targetId }) => targetId)).size < entries.length)
    throw new Error("A target may have one entry only");
  return sql.transaction(async (tx) => {
    const locked = await lockRollouts(
      tx,
      entries.map(({ rolloutId }) => rolloutId),
    );
    const starting = entries.filter(starts);
    const refused = await refusedStarts(tx, starting, locked);
    const ids = starting.map(({ targetId }) => targetId);
    const excepted = await exceptedOfTargets(tx, ids, now);
    const closed = await closedOfTargets(tx, ids, now);
    const moved = await moveTargets(
      tx,
      entries.filter(({ targetId }) => !refused.has(targetId) && !excepted.has(targetId) && !closed.has(targetId)),
    );
    const committed = entries.filter(({ targetId }) => moved.has(targetId));
    await writeGatesWithoutBake(tx, committed);
    const lines = committed.flatMap(({ targetId, rolloutId, transitions: happened }) =>
      happened.map((transition) => ({ targetId, rolloutId, at: now, transition })),
    );
    for (let start = 0; start < lines.length; start += CHUNK) {
      await tx.insert(transitions).values(lines.slice(start, start + CHUNK));
    }
    const ended = committed.filter(({ next }) => !isUnfinished(next.status));
    await settleRollouts(tx, [...new Set(ended.map(({ rolloutId }) => rolloutId))], now, announcing);
    return {
      conflicts: entries.flatMap(({ targetId }) => (moved.has(targetId) ? [] : [targetId])),
    };
  });
}

const starts = ({ transitions: happened }: TransitionEntry): boolean => happened.some(({ kind }) => kind === "started");

/**
 * The targets that may not start now. The rollouts are locked, so that no other lane starts, fails, pauses or stops meanwhile:
 * what is counted here holds until the start is committed.
 */
async function refusedStarts(
  tx: Sql,
  entries: readonly TransitionEntry[],
  locked: ReadonlyMap<string, Steering>,
): Promise<Set<string>> {
  const refused = new Set(entries.map(({ targetId }) => targetId));
  if (entries.length === 0) return refused;
  const ids = [...new Set(entries.map(({ rolloutId }) => rolloutId))];
  const figures = await figuresOf(tx, ids);
  const open = await openWavesOf(tx, ids);
  const { id, accountId, region, wave, status } = targets;
  const rows = await tx
    .select({ id, accountId, region, wave, status })
    .from(targets)
    .where(inArray(targets.id, [...refused]));
  for (const { targetId, rolloutId } of entries) {
    const rollout = locked.get(rolloutId);
    const row = rows.find((one) => one.id === targetId);
    const lanes = figures.get(rolloutId) ?? [];
    const openWave = open.get(rolloutId) ?? null;
    if (rollout === undefined || row?.status !== "pending" || openWave === null || row.wave !== openWave) continue;
    if (placesLeft(steerOf(rollout, row, lanes, openWave)) <= 0) continue;
    refused.delete(targetId);
    const here = lanes.find((lane) => lane.accountId === row.accountId && lane.region === row.region);
    if (here !== undefined) here.inFlight += 1;
  }
  return refused;
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

/** Takes what has been committed and writes the gates of what was proven to be ill in waves that do not bake. */
async function writeGatesWithoutBake(tx: Sql, committed: readonly TransitionEntry[]): Promise<void> {
  const failed = committed.flatMap(({ targetId, next }) => {
    const gate = next.status === "succeeded" ? gateWithoutBake(next.proof) : null;
    return gate === null ? [] : [{ targetId, gate }];
  });
  if (failed.length === 0) return;
  const isWithoutBake = raw`exists (select from ${waves} where ${waves.rolloutId} = ${targets.rolloutId} and ${waves.number} = ${targets.wave} and ${waves.bakeMinutes} = 0)`;
  await tx
    .update(targets)
    .set({ gate: raw`x.gate` })
    .from(raw`jsonb_to_recordset(${JSON.stringify(failed)}::text::jsonb) as x("targetId" uuid, gate jsonb)`)
    .where(and(raw`${targets.id} = x."targetId"`, isWithoutBake));
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
