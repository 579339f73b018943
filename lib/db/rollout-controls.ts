import { and, eq, inArray, isNotNull, isNull, or, sql as raw } from "drizzle-orm";
import { apply } from "#lib/rollouts/apply.ts";
import { bakeUntil, evidenceDue } from "#lib/rollouts/gate.ts";
import type { Gate } from "#lib/rollouts/gate.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import type { Telling } from "./alert-queries.ts";
import type { Sql } from "./database.ts";
import { haltForStart } from "./halt-queries.ts";
import type { Announcing } from "./rollout-messages.ts";
import { tellRollout, tellWaveDone } from "./rollout-messages.ts";
import { lockRollouts, openWavesOf, settleRollouts } from "./rollout-progress.ts";
import { commitTransitions } from "./rollout-queries.ts";
import { targetOf } from "./rollout-rows.ts";
import { rollouts, targets, waves } from "./schema-rollouts.ts";

/**
 * Takes a rollout that is under way and notes that nothing more of it is to start, and whether what is in flight is to be
 * aborted; `false` where it is not under way.
 */
export async function requestStop(
  tx: Sql,
  id: string,
  now: Date,
  { abort = false, announces = false }: Announcing & { abort?: boolean } = {},
): Promise<boolean> {
  const at = raw`${now.toISOString()}::timestamptz`;
  const stopped = await tx
    .update(rollouts)
    // The first request's time stays.
    .set({
      stopRequestedAt: raw`coalesce(${rollouts.stopRequestedAt}, ${at})`,
      ...(abort ? { abortRequestedAt: raw`coalesce(${rollouts.abortRequestedAt}, ${at})` } : {}),
    })
    .where(and(eq(rollouts.id, id), inArray(rollouts.status, ["running", "paused"])))
    .returning({ id: rollouts.id });
  // With nothing in flight and nothing pending it has already ended: a bake is not waited for.
  if (stopped.length > 0) await settleRollouts(tx, [id], now, { announces });
  return stopped.length > 0;
}

/** Takes a running rollout and pauses it: what is in flight ends, nothing starts. `false` where it is not running. */
export async function pauseRollout(
  tx: Sql,
  id: string,
  by: string,
  now: Date,
  { announces = false }: Announcing = {},
): Promise<boolean> {
  const [paused] = await tx
    .update(rollouts)
    .set({ status: "paused", pause: { kind: "person", by, at: now.toISOString() } })
    .where(and(eq(rollouts.id, id), eq(rollouts.status, "running"), isNull(rollouts.stopRequestedAt)))
    .returning();
  if (paused === undefined) return false;
  await tellRollout(tx, paused, { kind: "paused", pause: { kind: "person", by } }, { now, announces });
  return true;
}

/** A wave whose bake was not watched while its rollout was paused. One of which nothing was changed is asked about, not waited for. */
const bakesSomething = and(
  isNotNull(waves.endedAt),
  isNull(waves.passedAt),
  raw`exists (select 1 from ${targets} where ${targets.rolloutId} = ${waves.rolloutId} and ${targets.wave} = ${waves.number} and ${targets.status} = 'succeeded')`,
);

/** How a target ends that nothing was done to. */
type LeftOut = Extract<Transition, { kind: "skipped" | "blocked" }>;

/** What a person sees of a paused rollout: since when it is paused, and how many failures it has. */
type SeenPause = { pausedAt: string | null; failures: number };

/** `changed`: it is paused for another reason than the person saw, or more has failed. `resumed`: from which pause. */
export type ResumeOutcome = "halted" | "not-paused" | "changed" | { resumed: (typeof rollouts.$inferSelect)["pause"] };

/**
 * Takes a paused rollout and lets it go on. After a breach of its tolerance that accepts the failures so far, and nobody
 * accepts one that came after the look; after missing evidence it gives that more time. A rollout that is past its tolerance for
 * another reason pauses itself at once. `seen`: what the person looks at.
 */
export async function resumeRollout(
  sql: Sql,
  id: string,
  by: string,
  now: Date,
  { announces = false, seen }: Announcing & { seen?: SeenPause } = {},
): Promise<ResumeOutcome> {
  return sql.transaction(async (tx) => {
    if ((await haltForStart(tx)) !== null) return "halted";
    const rollout = (await lockRollouts(tx, [id])).get(id);
    if (rollout?.status !== "paused" || rollout.stopRequestedAt !== null) return "not-paused";
    const { pause } = rollout;
    if (seen !== undefined && seen.pausedAt !== (pause?.at ?? null)) return "changed";
    if (pause?.kind === "tolerance") {
      const failed = and(
        eq(targets.rolloutId, id),
        raw`(${targets.status} = 'failed' or ${targets.gate}->>'kind' = 'failed')`,
      );
      if (seen !== undefined && (await tx.$count(targets, failed)) > seen.failures) return "changed";
      await tx.update(targets).set({ failureAccepted: true }).where(failed);
    }
    await tx.update(rollouts).set({ status: "running", pause: null }).where(eq(rollouts.id, id));
    const asked = pause?.kind === "inconclusive" ? eq(waves.number, pause.wave) : undefined;
    await tx
      .update(waves)
      .set({ evidenceDueAt: new Date(evidenceDue(now.toISOString())) })
      .where(and(eq(waves.rolloutId, id), or(asked, bakesSomething)));
    await settleRollouts(tx, [id], now, { announces });
    await tellResumed(tx, id, by, { now, announces });
    return { resumed: pause };
  });
}

/** A bake that a person ended: until when it would have gone on, and the gates that had not passed. */
type EndedBake = { wave: number; bakeUntil: string | null; gates: { name: string; gate: Gate | null }[] };

/** `changed`: another wave bakes than the person saw. */
export type EndBakeOutcome = "not-baking" | "changed" | { ended: EndedBake };

/**
 * Takes a rollout and who says that its baking wave has baked enough. A pause for missing evidence ends with that; any other
 * stays. `seen`: the wave that bakes as the person sees it.
 */
export async function endBake(
  sql: Sql,
  id: string,
  by: string,
  now: Date,
  { announces = false, seen }: Announcing & { seen?: number } = {},
): Promise<EndBakeOutcome> {
  return sql.transaction(async (tx) => {
    const halted = (await haltForStart(tx)) !== null;
    const rollout = (await lockRollouts(tx, [id])).get(id);
    const open = (await openWavesOf(tx, [id])).get(id);
    if (rollout === undefined || open === undefined || rollout.stopRequestedAt !== null) return "not-baking";
    if (rollout.status !== "running" && rollout.status !== "paused") return "not-baking";
    if (seen !== undefined && seen !== open) return "changed";
    const [passed] = await tx
      .update(waves)
      .set({ passedAt: now, passedBy: by })
      .where(and(eq(waves.rolloutId, id), eq(waves.number, open), raw`${waves.endedAt} is not null`))
      .returning();
    if (passed === undefined) return "not-baking";
    const ended = await endedBakeOf(tx, passed);
    await tellWaveDone(tx, rollout, passed, by, { now, announces });
    const resumes = rollout.pause?.kind === "inconclusive" && !halted;
    if (resumes) await tx.update(rollouts).set({ status: "running", pause: null }).where(eq(rollouts.id, id));
    await settleRollouts(tx, [id], now, { announces });
    if (resumes) await tellResumed(tx, id, by, { now, announces });
    return { ended };
  });
}

async function endedBakeOf(tx: Sql, wave: typeof waves.$inferSelect): Promise<EndedBake> {
  const { rolloutId, number, bakeMinutes, endedAt } = wave;
  const gates = await tx
    .select({ name: targets.name, gate: targets.gate })
    .from(targets)
    .where(and(eq(targets.rolloutId, rolloutId), eq(targets.wave, number), raw`${targets.gate}->>'kind' <> 'passed'`))
    .orderBy(raw`${targets.name} collate "C"`, targets.id);
  return { wave: number, bakeUntil: bakeUntil({ bakeMinutes, endedAt: endedAt?.toISOString() ?? null }), gates };
}

/** Tells that a rollout goes on, unless it has paused itself again at once: then that has been told. */
async function tellResumed(tx: Sql, id: string, by: string, telling: Telling): Promise<void> {
  const [rollout] = await tx.select().from(rollouts).where(eq(rollouts.id, id));
  if (rollout === undefined || rollout.status === "paused") return;
  await tellRollout(tx, rollout, { kind: "resumed", by }, telling);
}

/** Takes a target of a rollout that is under way and skips it where it has not started; `false` where nothing was skipped. */
export async function skipTarget(
  sql: Sql,
  rolloutId: string,
  targetId: string,
  now: Date,
  announcing: Announcing = {},
): Promise<boolean> {
  return sql.transaction(async (tx) => {
    const rollout = (await lockRollouts(tx, [rolloutId])).get(rolloutId);
    if (rollout === undefined || !isUnderWay(rollout.status)) return false;
    const transition = { kind: "skipped", reason: "by-person" } as const;
    return (await leaveOut(tx, rolloutId, [{ targetId, transition }], now, announcing)) > 0;
  });
}

/** Takes targets of a rollout and leaves out those that have not started; gives how many. */
export async function leaveOut(
  sql: Sql,
  rolloutId: string,
  left: readonly { targetId: string; transition: LeftOut }[],
  now: Date,
  announcing: Announcing = {},
): Promise<number> {
  if (left.length === 0) return 0;
  const why = new Map(left.map(({ targetId, transition }) => [targetId, transition]));
  const rows = await sql
    .select()
    .from(targets)
    .where(and(inArray(targets.id, [...why.keys()]), eq(targets.rolloutId, rolloutId), eq(targets.status, "pending")));
  const entries = rows.flatMap((row) => {
    const transition = why.get(row.id);
    if (transition === undefined) return [];
    const next = apply(targetOf(row).state, transition);
    return [{ targetId: row.id, rolloutId, expectedVersion: row.version, transitions: [transition], next }];
  });
  const { conflicts } = await commitTransitions(sql, entries, now, announcing);
  return entries.length - conflicts.length;
}
