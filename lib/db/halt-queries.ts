import { inArray, sql as raw } from "drizzle-orm";
import type { Halt } from "#lib/rollouts/rollout.ts";
import type { Sql } from "./database.ts";
import type { Announcing } from "./rollout-messages.ts";
import { tellRollout } from "./rollout-messages.ts";
import { halts, rollouts } from "./schema-rollouts.ts";

/** Gives who halted all rollouts, when and why, or `null` where nobody did. */
export async function currentHalt(sql: Sql): Promise<Halt | null> {
  const [row] = await sql.select().from(halts);
  return row === undefined ? null : { by: row.by, at: row.at.toISOString(), reason: row.reason };
}

/**
 * Gives the same to a transaction that is about to start something or let it go on, and keeps the switch as it is until that
 * ends: who halts waits for it, and then pauses what it has started.
 */
export async function haltForStart(tx: Sql): Promise<Halt | null> {
  await tx.execute(raw`lock table ${halts} in share mode`);
  return currentHalt(tx);
}

/** Halts every rollout: gives those that were running, or `null` where all were halted before. */
export async function haltAll(
  sql: Sql,
  halt: { by: string; reason: string },
  now: Date,
  { announces = false }: Announcing = {},
): Promise<string[] | null> {
  return sql.transaction(async (tx) => {
    const on = await tx
      .insert(halts)
      .values({ ...halt, at: now })
      .onConflictDoNothing()
      .returning({ by: halts.by });
    if (on.length === 0) return null;
    // Locked in one order, as everywhere: a start that is being committed is waited for.
    const running = await tx
      .select()
      .from(rollouts)
      .where(raw`${rollouts.status} = 'running'`)
      .orderBy(rollouts.id)
      .for("update");
    const ids = running.map(({ id }) => id);
    if (ids.length === 0) return [];
    await tx
      .update(rollouts)
      .set({ status: "paused", pause: { kind: "halt", by: halt.by, at: now.toISOString() } })
      .where(inArray(rollouts.id, ids));
    for (const rollout of running)
      await tellRollout(tx, rollout, { kind: "paused", pause: { kind: "halt", ...halt } }, { now, announces });
    return ids;
  });
}

/** Lifts the halt; what it paused stays so until a person resumes it. Gives the halt, or `null` where there was none. */
export async function liftHalt(sql: Sql): Promise<Halt | null> {
  const [row] = await sql.delete(halts).returning();
  return row === undefined ? null : { by: row.by, at: row.at.toISOString(), reason: row.reason };
}
