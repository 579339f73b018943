import { and, eq, sql as raw } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { estimateOf } from "#lib/rollouts/estimate.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Acknowledgements, RolloutKind } from "#lib/rollouts/rollout.ts";
import type { Target } from "#lib/rollouts/target.ts";
import { wavesOf } from "#lib/rollouts/waves.ts";
import type { Sql } from "./database.ts";
import { haltForStart } from "./halt-queries.ts";
import { IN_USE_NOW } from "./newly-used-targets.ts";
import type { Announcing } from "./rollout-messages.ts";
import { tellRollout } from "./rollout-messages.ts";
import { settleRollouts } from "./rollout-progress.ts";
import { rollouts, targets, waves } from "./schema-rollouts.ts";

/** Rows a statement writes at once; a statement has room for 65,535 parameters. */
const CHUNK = 500;

export type NewRollout = {
  id: string;
  kind: RolloutKind;
  createdBy: string;
  createdAt: Date;
  policy: Policy;
  planHash: string;
  basedOn: string | null;
};

/** Whether metrics are read, which tells how long waves bake until they are judged. */
export type Reading = { readsMetrics?: boolean };

/** Takes a reviewed plan and keeps it as a draft; it holds no environment until it is started. */
export async function insertDraft(
  tx: Sql,
  { rollout, targets: planned }: { rollout: NewRollout; targets: readonly Target[] },
  reading: Reading = {},
): Promise<void> {
  await tx.transaction(async (inner) => {
    await inner.insert(rollouts).values({ ...rollout, status: "draft" });
    for (let start = 0; start < planned.length; start += CHUNK) {
      const rows = planned.slice(start, start + CHUNK);
      await inner
        .insert(targets)
        .values(rows.map((target) => ({ ...target, rolloutId: rollout.id, status: target.state.status })));
    }
    await writeWaves(inner, rollout, planned, reading);
  });
}

/** Takes a draft's policy and its targets and makes the waves of those that will change, with the estimate that follows. */
export async function writeWaves(
  tx: Sql,
  { id, policy }: { id: string; policy: Policy },
  planned: readonly Target[],
  { readsMetrics = true }: Reading = {},
): Promise<void> {
  const changing = planned.filter(({ state }) => state.status === "pending");
  const made = wavesOf(changing, policy);
  await tx
    .update(rollouts)
    .set({ estimate: estimateOf(changing, made, policy, readsMetrics) })
    .where(eq(rollouts.id, id));
  await tx.delete(waves).where(eq(waves.rolloutId, id));
  await tx.update(targets).set({ wave: null }).where(eq(targets.rolloutId, id));
  if (made.length === 0) return;
  await tx
    .insert(waves)
    .values(made.map(({ number, kind, label, bakeMinutes }) => ({ rolloutId: id, number, kind, label, bakeMinutes })));
  const places = made.flatMap(({ number, targetIds }) => targetIds.map((targetId) => ({ targetId, number })));
  await tx
    .update(targets)
    .set({ wave: raw`x.number` })
    .from(raw`jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb) as x("targetId" uuid, number integer)`)
    .where(raw`${targets.id} = x."targetId"`);
}

/** Takes a draft's targets and another policy, and pins that and its waves instead; `false` where it is no draft. */
export async function choosePolicy(
  tx: Sql,
  { id, policy, planHash }: { id: string; policy: Policy; planHash: string },
  planned: readonly Target[],
  reading: Reading = {},
): Promise<boolean> {
  return tx.transaction(async (inner) => {
    const chosen = await inner
      .update(rollouts)
      .set({ policy, planHash })
      .where(and(eq(rollouts.id, id), eq(rollouts.status, "draft")))
      .returning({ id: rollouts.id });
    if (chosen.length === 0) return false;
    await writeWaves(inner, { id, policy }, planned, reading);
    return true;
  });
}

export type StartOutcome =
  | "started"
  | "halted"
  | "not-a-draft"
  | "hash-mismatch"
  | { conflict: { target: string; rolloutId: string }[] };

type Start = {
  id: string;
  planHash: string;
  startedBy: string;
  acknowledgements: Acknowledgements | null;
  now: Date;
  /** When it is to begin; absent: now. */
  schedule?: { at: Date; zone: string } | null;
  /** Why change windows do not hold it; absent: they do. */
  windowOverride?: string | null;
};

/**
 * Takes the draft that was reviewed and starts it, or schedules its start: from here on its pending targets hold their
 * environments. A halt refuses a start, and not a schedule: it is asked when that begins.
 */
export async function startRollout(
  tx: Sql,
  start: Start,
  { announces = false }: Announcing = {},
): Promise<StartOutcome> {
  const { id, planHash, startedBy, acknowledgements, now, schedule = null, windowOverride = null } = start;
  try {
    return await tx.transaction(async (inner) => {
      if (schedule === null && (await haltForStart(inner)) !== null) return "halted";
      const [rollout] = await inner.select().from(rollouts).where(eq(rollouts.id, id)).for("update");
      if (rollout?.status !== "draft") return "not-a-draft";
      if (rollout.planHash !== planHash) return "hash-mismatch";
      // One start after the other: two would wait for each other's holds where their environments come in opposite orders.
      await inner.execute(raw`select pg_advisory_xact_lock(hashtextextended('rollout-starts', 0))`);
      const conflict = await conflictsOf(inner, id);
      if (conflict.length > 0) return { conflict };
      await inner
        .update(targets)
        .set({ holds: true, useAccepted: IN_USE_NOW })
        .where(and(eq(targets.rolloutId, id), eq(targets.status, "pending")));
      const begun = {
        ...(schedule === null
          ? { status: "running" as const, startedAt: now }
          : { status: "scheduled" as const, startAt: schedule.at, startZone: schedule.zone }),
        startedBy,
        acknowledgements,
        windowOverride,
      };
      await inner.update(rollouts).set(begun).where(eq(rollouts.id, id));
      if (schedule === null)
        await tellRollout(inner, { ...rollout, ...begun }, { kind: "started" }, { now, announces });
      // It opens the first wave; where nothing is to be done, all of them have passed at once. A scheduled one stays as it is.
      await settleRollouts(inner, [id], now, { announces });
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
