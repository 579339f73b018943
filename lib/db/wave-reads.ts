import { eq } from "drizzle-orm";
import { bakeUntil } from "#lib/rollouts/gate.ts";
import type { WaveView } from "#lib/rollouts/rollout.ts";
import type { Sql } from "./database.ts";
import { waves } from "./schema.ts";

function waveState({ openedAt, endedAt, passedAt }: typeof waves.$inferSelect): WaveView["state"] {
  if (passedAt !== null) return "passed";
  if (endedAt !== null) return "baking";
  return openedAt === null ? "waiting" : "working";
}

/** Takes a rollout's id and gives its waves in order, each with where it stands. */
export async function wavesOfRollout(sql: Sql, id: string): Promise<WaveView[]> {
  const rows = await sql.select().from(waves).where(eq(waves.rolloutId, id)).orderBy(waves.number);
  return rows.map((row) => {
    const state = waveState(row);
    const endedAt = row.endedAt?.toISOString() ?? null;
    const { number, kind, label, bakeMinutes, passedBy } = row;
    return {
      number,
      kind,
      label,
      bakeMinutes,
      passedBy,
      state,
      openedAt: row.openedAt?.toISOString() ?? null,
      endedAt,
      bakeUntil: state === "baking" ? bakeUntil({ bakeMinutes, endedAt }) : null,
      passedAt: row.passedAt?.toISOString() ?? null,
    };
  });
}
