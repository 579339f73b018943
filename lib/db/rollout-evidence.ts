import { and, eq, inArray, isNotNull, isNull, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import { bakeUntil, bothSeen } from "#lib/rollouts/gate.ts";
import type { Baked, BakeStands, BakeTimes, Evidence, WaveTimes } from "#lib/rollouts/gate.ts";
import type { Sql } from "./database.ts";
import { lockRollouts } from "./rollout-progress.ts";
import { targetOf } from "./rollout-rows.ts";
import { rollouts, targets, waves } from "./schema-rollouts.ts";

/** A changed target whose wave bakes: since when, and until when. `isWorkLeft`: its rollout has something to hold back. */
export type BakingTarget = BakeTimes & {
  rolloutId: string;
  environmentId: string;
  since: string;
  isWorkLeft: boolean;
  wave: Pick<WaveTimes, "kind" | "bakeMinutes">;
  baked: Baked;
};

function standsOf({ status, pause }: Pick<typeof rollouts.$inferSelect, "status" | "pause">): BakeStands {
  if (status === "running") return "runs";
  return pause?.kind === "inconclusive" ? "asked" : "paused";
}

/** Waves that bake: all of their targets have ended, and nobody has let them pass. */
const bakes = and(
  inArray(rollouts.status, ["running", "paused"]),
  isNull(rollouts.stopRequestedAt),
  isNotNull(waves.endedAt),
  isNull(waves.passedAt),
);
const ofItsWave = and(eq(waves.rolloutId, targets.rolloutId), eq(waves.number, targets.wave));

/** Takes a lane and gives its changed targets whose wave bakes. */
export async function bakingTargets(sql: Sql, lane: LaneKey): Promise<BakingTarget[]> {
  const rows = await sql
    .select({
      target: targets,
      bakeMinutes: waves.bakeMinutes,
      endedAt: waves.endedAt,
      evidenceDueAt: waves.evidenceDueAt,
      kind: waves.kind,
      rollout: { status: rollouts.status, pause: rollouts.pause },
      isWorkLeft: raw<boolean>`exists (select 1 from targets held where held.rollout_id = ${rollouts.id} and held.holds)`,
    })
    .from(waves)
    .innerJoin(rollouts, eq(rollouts.id, waves.rolloutId))
    .innerJoin(targets, ofItsWave)
    .where(
      and(
        bakes,
        eq(targets.accountId, lane.accountId),
        eq(targets.region, lane.region),
        eq(targets.status, "succeeded"),
      ),
    )
    .orderBy(targets.rolloutId, targets.id);
  return rows.flatMap(({ target, kind, bakeMinutes, endedAt, evidenceDueAt, rollout, isWorkLeft }) => {
    const since = endedAt?.toISOString() ?? null;
    const until = bakeUntil({ bakeMinutes, endedAt: since });
    if (since === null || until === null) return [];
    const { rolloutId, environmentId, evidence, gate } = target;
    const times = { until, evidenceDueAt: evidenceDueAt?.toISOString() ?? null, stands: standsOf(rollout) };
    const wave = { kind, bakeMinutes };
    return [
      { rolloutId, environmentId, since, isWorkLeft, wave, ...times, baked: { ...targetOf(target), evidence, gate } },
    ];
  });
}

/** Gives the lanes in which a wave bakes. */
export async function bakingLanes(sql: Sql): Promise<LaneKey[]> {
  return sql
    .selectDistinct({ accountId: targets.accountId, region: targets.region })
    .from(waves)
    .innerJoin(rollouts, eq(rollouts.id, waves.rolloutId))
    .innerJoin(targets, ofItsWave)
    .where(and(bakes, eq(targets.status, "succeeded")));
}

/**
 * Takes what was seen of targets and keeps it beside what is known: a look that took long replaces nothing newer. Their
 * rollouts are locked first, as whoever settles them does, so that neither waits for a row that the other holds.
 */
export async function storeEvidence(
  sql: Sql,
  seen: readonly { targetId: string; evidence: Evidence }[],
): Promise<void> {
  if (seen.length === 0) return;
  const isSeen = inArray(
    targets.id,
    seen.map(({ targetId }) => targetId),
  );
  await sql.transaction(async (tx) => {
    const watched = await tx.selectDistinct({ rolloutId: targets.rolloutId }).from(targets).where(isSeen);
    await lockRollouts(
      tx,
      watched.map(({ rolloutId }) => rolloutId),
    );
    const rows = await tx.select({ id: targets.id, evidence: targets.evidence }).from(targets).where(isSeen);
    const known = new Map(rows.map(({ id, evidence }) => [id, evidence]));
    const both = seen.map(({ targetId, evidence }) => ({
      targetId,
      evidence: bothSeen(known.get(targetId) ?? null, evidence),
    }));
    await tx
      .update(targets)
      .set({ evidence: raw`x.evidence` })
      .from(raw`jsonb_to_recordset(${JSON.stringify(both)}::text::jsonb) as x("targetId" uuid, evidence jsonb)`)
      .where(raw`${targets.id} = x."targetId"`);
  });
}
