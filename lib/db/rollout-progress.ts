import { and, asc, count, eq, inArray, isNotNull, isNull, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import { decideWave } from "#lib/rollouts/gate.ts";
import type { Baked, Gate, WaveOutcome } from "#lib/rollouts/gate.ts";
import { breachOf } from "#lib/rollouts/limits.ts";
import type { Breach, LaneFigures } from "#lib/rollouts/limits.ts";
import type { PauseReason } from "#lib/rollouts/rollout.ts";
import type { Telling } from "./alert-queries.ts";
import { writeAudit } from "./audit-queries.ts";
import type { Sql } from "./database.ts";
import type { Announcing } from "./rollout-messages.ts";
import { NAMES_TOLD, tellFinished, tellRollout, tellWaveDone } from "./rollout-messages.ts";
import { targetOf } from "./rollout-rows.ts";
import { rollouts, targets, waves } from "./schema-rollouts.ts";

type RolloutRow = typeof rollouts.$inferSelect;
type WaveRow = typeof waves.$inferSelect;

/** A failed target, or one whose bake failed, that no person has accepted. */
const countsAsFailure = raw`((${targets.status} = 'failed' or ${targets.gate}->>'kind' = 'failed') and not ${targets.failureAccepted})`;

/** A target of its rollout's canary. */
const isOfCanary = raw`exists (select 1 from ${waves} where ${waves.rolloutId} = ${targets.rolloutId} and ${waves.number} = ${targets.wave} and ${waves.kind} = 'canary')`;

/**
 * Locks rollouts before any of their targets, always in the same order, and gives those that are under way. A stop, a pause
 * or another lane's start that comes later waits until this transaction has ended.
 */
export async function lockRollouts(tx: Sql, ids: readonly string[]): Promise<Map<string, RolloutRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(rollouts)
    .where(inArray(rollouts.id, [...new Set(ids)]))
    .orderBy(rollouts.id)
    .for("update");
  return new Map(rows.map((row) => [row.id, row]));
}

/** Takes rollouts and gives what their limits are measured by, lane by lane. */
export async function figuresOf(sql: Sql, ids: readonly string[]): Promise<Map<string, LaneFigures[]>> {
  if (ids.length === 0) return new Map();
  const filtered = (condition: ReturnType<typeof raw>) => raw<number>`(count(*) filter (where ${condition}))::integer`;
  const rows = await sql
    .select({
      id: targets.rolloutId,
      accountId: targets.accountId,
      region: targets.region,
      size: count(),
      inFlight: filtered(raw`${targets.status} in ('applying', 'updating', 'verifying')`),
      failures: filtered(countsAsFailure),
    })
    .from(targets)
    .where(and(inArray(targets.rolloutId, [...ids]), isNotNull(targets.wave)))
    .groupBy(targets.rolloutId, targets.accountId, targets.region)
    .orderBy(targets.accountId, targets.region);
  const found = new Map<string, LaneFigures[]>(ids.map((id) => [id, []]));
  for (const { id, ...figures } of rows) found.get(id)?.push(figures);
  return found;
}

/** Takes rollouts and gives the number of each one's open wave; one whose waves have all passed is not there. */
export async function openWavesOf(sql: Sql, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .select({ id: waves.rolloutId, number: raw<number>`min(${waves.number})::integer` })
    .from(waves)
    .where(and(inArray(waves.rolloutId, [...ids]), isNull(waves.passedAt)))
    .groupBy(waves.rolloutId);
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/**
 * Takes rollouts and brings each as far as what is stored allows: a wave ends, bakes and passes, the next one opens; past its
 * tolerance, or where evidence stays missing, it pauses; with nothing left it ends. Whoever does it second finds it done.
 */
export async function settleRollouts(
  sql: Sql,
  ids: readonly string[],
  now: Date,
  { announces = false }: Announcing = {},
): Promise<void> {
  if (ids.length === 0) return;
  await sql.transaction(async (tx) => {
    for (const rollout of (await lockRollouts(tx, ids)).values()) {
      if (rollout.status === "running" || rollout.status === "paused") await settle(tx, rollout, { now, announces });
    }
  });
}

async function settle(tx: Sql, rollout: RolloutRow, telling: Telling): Promise<void> {
  const { now } = telling;
  const atWork = await tx
    .selectDistinct({ wave: targets.wave })
    .from(targets)
    .where(and(eq(targets.rolloutId, rollout.id), eq(targets.holds, true)));
  const isWorkLeft = atWork.length > 0;
  if (rollout.stopRequestedAt !== null) {
    if (!isWorkLeft) await end(tx, rollout, "stopped", telling);
    return;
  }
  if (await pausedByTolerance(tx, rollout, isWorkLeft, telling)) return;
  for (;;) {
    const wave = await openWave(tx, rollout, now);
    if (wave === undefined) {
      await end(tx, rollout, "finished", telling);
      return;
    }
    if (atWork.some(({ wave: number }) => number === wave.number)) return;
    const baked = await bakedOf(tx, wave);
    const outcome = decideWave(timesOf(wave), baked, now);
    if (outcome.kind === "working") return;
    const endedAt = wave.endedAt ?? now;
    if (wave.endedAt === null) await setWave(tx, wave, { endedAt });
    await writeGates(tx, baked, outcome);
    if (await pausedByTolerance(tx, rollout, isWorkLeft, telling)) return;
    if (outcome.kind === "baking") return;
    // Where nothing is left to start there is nothing to hold back, and a pause need not be lifted to end.
    if (rollout.status === "paused" && isWorkLeft) return;
    if (outcome.kind === "inconclusive") {
      if (rollout.status === "running") await pause(tx, rollout, inconclusive(wave, baked, outcome), telling);
      return;
    }
    await setWave(tx, wave, { passedAt: now });
    await tellWaveDone(tx, rollout, { ...wave, endedAt }, null, telling);
  }
}

/** The rollout's open wave, opened now if it is its turn. */
async function openWave(tx: Sql, { id, status }: RolloutRow, now: Date): Promise<WaveRow | undefined> {
  const [wave] = await tx
    .select()
    .from(waves)
    .where(and(eq(waves.rolloutId, id), isNull(waves.passedAt)))
    .orderBy(asc(waves.number))
    .limit(1);
  if (wave === undefined || wave.openedAt !== null || status === "paused") return wave;
  await setWave(tx, wave, { openedAt: now });
  return { ...wave, openedAt: now };
}

async function bakedOf(tx: Sql, { rolloutId, number }: WaveRow): Promise<Baked[]> {
  const rows = await tx
    .select()
    .from(targets)
    .where(and(eq(targets.rolloutId, rolloutId), eq(targets.wave, number)))
    .orderBy(raw`${targets.name} collate "C"`, targets.id);
  return rows.map((row) => ({ ...targetOf(row), evidence: row.evidence, gate: row.gate }));
}

const timesOf = ({ kind, bakeMinutes, endedAt, evidenceDueAt }: WaveRow) => ({
  kind,
  bakeMinutes,
  endedAt: endedAt?.toISOString() ?? null,
  evidenceDueAt: evidenceDueAt?.toISOString() ?? null,
});

async function setWave(tx: Sql, { rolloutId, number }: WaveRow, set: Partial<WaveRow>): Promise<void> {
  await tx
    .update(waves)
    .set(set)
    .where(and(eq(waves.rolloutId, rolloutId), eq(waves.number, number)));
}

async function writeGates(tx: Sql, baked: readonly Baked[], outcome: WaveOutcome): Promise<void> {
  if (outcome.kind === "working" || outcome.gates.size === 0) return;
  const rows = baked.flatMap(({ id }) => {
    const gate = outcome.gates.get(id);
    return gate === undefined ? [] : [{ id, gate }];
  });
  await tx
    .update(targets)
    .set({ gate: raw`x.gate` })
    .from(raw`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x(id uuid, gate jsonb)`)
    .where(and(raw`${targets.id} = x.id`, raw`${targets.gate} is distinct from x.gate`));
}

/** Pauses a running rollout that is past its tolerance, if there is something to hold back; tells whether it is past it. */
async function pausedByTolerance(
  tx: Sql,
  rollout: RolloutRow,
  isWorkLeft: boolean,
  telling: Telling,
): Promise<boolean> {
  const { canary, tolerance } = rollout.policy;
  const tolerates = canary.kind === "none" && tolerance.perLane === null && tolerance.inAll === null;
  if (!isWorkLeft || tolerates) return false;
  const figures = (await figuresOf(tx, [rollout.id])).get(rollout.id) ?? [];
  const inCanary = await tx.$count(targets, and(eq(targets.rolloutId, rollout.id), countsAsFailure, isOfCanary));
  const breach = breachOf(rollout.policy, figures, inCanary);
  if (breach === null) return false;
  if (rollout.status === "running")
    await pause(tx, rollout, { kind: "tolerance", breach, failed: await failedIn(tx, rollout.id, breach) }, telling);
  return true;
}

async function failedIn(tx: Sql, rolloutId: string, breach: Breach): Promise<string[]> {
  const lane: LaneKey | null = breach.scope === "lane" ? breach : null;
  const rows = await tx
    .select({ name: targets.name })
    .from(targets)
    .where(
      and(
        eq(targets.rolloutId, rolloutId),
        countsAsFailure,
        lane === null ? undefined : and(eq(targets.accountId, lane.accountId), eq(targets.region, lane.region)),
        breach.scope === "canary" ? isOfCanary : undefined,
      ),
    )
    .orderBy(raw`${targets.name} collate "C"`)
    .limit(NAMES_TOLD);
  return rows.map(({ name }) => name);
}

function inconclusive(
  { number }: WaveRow,
  baked: readonly Baked[],
  { gates }: Extract<WaveOutcome, { kind: "inconclusive" }>,
): PauseReason {
  const lacking = baked.flatMap(({ id, name }) => {
    const gate: Gate | undefined = gates.get(id);
    return gate?.kind === "inconclusive" ? [{ name, missing: gate.missing }] : [];
  });
  if (lacking.length === 0) {
    const names = baked.slice(0, NAMES_TOLD).map(({ name }) => name);
    return { kind: "inconclusive", wave: number, count: baked.length, names, missing: ["canary"] };
  }
  return {
    kind: "inconclusive",
    wave: number,
    count: lacking.length,
    names: lacking.slice(0, NAMES_TOLD).map(({ name }) => name),
    missing: [...new Set(lacking.flatMap(({ missing }) => missing))],
  };
}

/** Who acts where no person does. */
export const ENGINE = { actor: "imds-fleet", actorRole: "engine" } as const;

/** Pauses a running rollout for a reason no person gave, and puts that on record. */
export async function pause(tx: Sql, rollout: RolloutRow, reason: PauseReason, telling: Telling): Promise<void> {
  const { id } = rollout;
  const { now } = telling;
  await tx
    .update(rollouts)
    .set({ status: "paused", pause: { ...reason, at: now.toISOString() } })
    .where(eq(rollouts.id, id));
  await writeAudit(tx, {
    at: now,
    ...ENGINE,
    action: "rollout-paused",
    subject: `rollout:${id}`,
    before: null,
    after: reason,
  });
  await tellRollout(tx, rollout, { kind: "paused", pause: reason }, telling);
}

async function end(tx: Sql, rollout: RolloutRow, status: "finished" | "stopped", telling: Telling): Promise<void> {
  await tx.update(rollouts).set({ status, pause: null, finishedAt: telling.now }).where(eq(rollouts.id, rollout.id));
  await tellFinished(tx, rollout, status, telling);
}
