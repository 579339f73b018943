import { and, eq, inArray, lte, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import { writeAudit } from "./audit-queries.ts";
import type { Sql } from "./database.ts";
import { haltForStart } from "./halt-queries.ts";
import { newlyUsedOf } from "./newly-used-targets.ts";
import { leaveOut } from "./rollout-controls.ts";
import { writeWaves } from "./rollout-drafts.ts";
import type { Reading } from "./rollout-drafts.ts";
import { tellRollout } from "./rollout-messages.ts";
import type { Announcing } from "./rollout-messages.ts";
import { ENGINE, pause, settleRollouts } from "./rollout-progress.ts";
import { targetOf } from "./rollout-rows.ts";
import { rollouts, targets } from "./schema-rollouts.ts";

/**
 * Takes a scheduled rollout that has not begun and makes it the draft again that was reviewed, which holds nothing; `false` where
 * it is none.
 */
export async function unschedule(tx: Sql, id: string, reading: Reading = {}): Promise<boolean> {
  return tx.transaction(async (inner) => {
    const undone = await inner
      .update(rollouts)
      .set({
        status: "draft",
        startedBy: null,
        acknowledgements: null,
        startAt: null,
        startZone: null,
        windowOverride: null,
      })
      .where(and(eq(rollouts.id, id), eq(rollouts.status, "scheduled")))
      .returning({ id: rollouts.id, policy: rollouts.policy });
    const [rollout] = undone;
    if (rollout === undefined) return false;
    await inner.update(targets).set({ holds: false }).where(eq(targets.rolloutId, id));
    if (await takeBackIn(inner, id)) {
      const planned = await inner.select().from(targets).where(eq(targets.rolloutId, id));
      await writeWaves(inner, rollout, planned.map(targetOf), reading);
    }
    return true;
  });
}

/**
 * What is in use was left out by the start, not by the plan, and the plan's hash speaks of it as pending. Nothing was done to it
 * in AWS, so this is no end that is left; the timeline keeps that it was left out.
 */
async function takeBackIn(tx: Sql, id: string): Promise<boolean> {
  const taken = await tx
    .update(targets)
    .set({ state: { status: "pending", attempt: 0 }, status: "pending", version: raw`${targets.version} + 1` })
    .where(
      and(
        eq(targets.rolloutId, id),
        eq(targets.status, "blocked"),
        raw`${targets.state}->'reason'->>'kind' = 'in-use'`,
      ),
    )
    .returning({ id: targets.id });
  return taken.length > 0;
}

/**
 * Takes the time and begins every scheduled rollout that is due, as a start does; gives the lanes that now have something to
 * do. What has come into use since it was scheduled is left out, for nobody has accepted that. Where all rollouts are halted it
 * begins paused: as with every other one, a person resumes it once the halt is lifted.
 */
export async function beginDue(sql: Sql, now: Date, { announces = false }: Announcing = {}): Promise<LaneKey[]> {
  return sql.transaction(async (tx) => {
    const halt = await haltForStart(tx);
    const due = await tx
      .select()
      .from(rollouts)
      .where(and(eq(rollouts.status, "scheduled"), lte(rollouts.startAt, now)))
      .orderBy(rollouts.id)
      .for("update");
    const ids = due.map(({ id }) => id);
    if (ids.length === 0) return [];
    const begun = { status: "running", startedAt: now } as const;
    await tx.update(rollouts).set(begun).where(inArray(rollouts.id, ids));
    for (const row of due) {
      const rollout = { ...row, ...begun };
      await writeAudit(tx, {
        at: now,
        ...ENGINE,
        action: "rollout-started",
        subject: `rollout:${row.id}`,
        before: null,
        after: { planHash: row.planHash, startedBy: row.startedBy, startAt: row.startAt?.toISOString() ?? null },
      });
      await tellRollout(tx, rollout, { kind: "started" }, { now, announces });
      if (halt !== null) await pause(tx, rollout, { kind: "halt", by: halt.by }, { now, announces });
    }
    for (const { rolloutId, targetId, reason } of await newlyUsedOf(tx, ids))
      await leaveOut(tx, rolloutId, [{ targetId, transition: { kind: "blocked", reason } }], now, { announces });
    // It opens the first waves.
    await settleRollouts(tx, ids, now, { announces });
    return tx
      .selectDistinct({ accountId: targets.accountId, region: targets.region })
      .from(targets)
      .where(and(inArray(targets.rolloutId, ids), eq(targets.holds, true)))
      .orderBy(targets.accountId, targets.region);
  });
}
