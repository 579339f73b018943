import { and, eq, sql as raw } from "drizzle-orm";
import { bakeUntil, countsAt, couldRefuse } from "#lib/rollouts/gate.ts";
import type { WaveView } from "#lib/rollouts/rollout.ts";
import type { Sql } from "./database.ts";
import { targets, waves } from "./schema-rollouts.ts";

function waveState({ openedAt, endedAt, passedAt }: typeof waves.$inferSelect): WaveView["state"] {
  if (passedAt !== null) return "passed";
  if (endedAt !== null) return "baking";
  return openedAt === null ? "waiting" : "working";
}

/** Whether a wave waits for CloudWatch's counts. Where metrics are not read, only because some were counted before. */
async function waitsForCounts(
  sql: Sql,
  { rolloutId, number }: typeof waves.$inferSelect,
  readsMetrics: boolean,
): Promise<boolean> {
  const made = await sql
    .selectDistinct({
      change: targets.change,
      platformDefault: raw<string | null>`${targets.before}->>'platformDefault'`,
      instances: raw<number>`least(1, (${targets.state}->'proof'->>'instances')::integer)`,
    })
    .from(targets)
    .where(
      and(
        eq(targets.rolloutId, rolloutId),
        eq(targets.wave, number),
        eq(targets.status, "succeeded"),
        readsMetrics ? undefined : raw`jsonb_typeof(${targets.evidence}->'refused') = 'object'`,
      ),
    );
  return made.some(couldRefuse);
}

/** Takes a rollout's id, and whether metrics are read, and gives its waves in order, each with where it stands. */
export async function wavesOfRollout(sql: Sql, id: string, readsMetrics = true): Promise<WaveView[]> {
  const rows = await sql.select().from(waves).where(eq(waves.rolloutId, id)).orderBy(waves.number);
  // Of a rollout's waves one bakes at a time.
  const baking = rows.find((row) => waveState(row) === "baking");
  const counts = baking !== undefined && baking.bakeMinutes > 0 && (await waitsForCounts(sql, baking, readsMetrics));
  return rows.map((row) => {
    const state = waveState(row);
    const endedAt = row.endedAt?.toISOString() ?? null;
    const { number, kind, label, bakeMinutes, passedBy } = row;
    const until = state === "baking" ? bakeUntil({ bakeMinutes, endedAt }) : null;
    return {
      number,
      kind,
      label,
      bakeMinutes,
      passedBy,
      state,
      openedAt: row.openedAt?.toISOString() ?? null,
      endedAt,
      bakeUntil: until,
      countsAt: until !== null && counts ? countsAt(until) : null,
      passedAt: row.passedAt?.toISOString() ?? null,
    };
  });
}
