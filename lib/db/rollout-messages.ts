import { and, count, eq, sql as raw } from "drizzle-orm";
import type { Gate } from "#lib/rollouts/gate.ts";
import type { DoneWave, RolloutFacts, RolloutNews } from "#lib/rollouts/message.ts";
import { isTold, messageOf } from "#lib/rollouts/message.ts";
import type { TargetCounts } from "#lib/rollouts/rollout.ts";
import { noCounts } from "#lib/rollouts/segments.ts";
import type { Telling } from "./alert-queries.ts";
import type { Sql } from "./database.ts";
import { isFailure } from "./rollout-rows.ts";
import type { rollouts } from "./schema-rollouts.ts";
import { lanes } from "./schema-fleet.ts";
import { targets, waves } from "./schema-rollouts.ts";
import { queueDeliveries } from "./webhook-queries.ts";

type RolloutRow = typeof rollouts.$inferSelect;
type WaveRow = typeof waves.$inferSelect;

/** Whether a webhook is to be told of what a call does to rollouts; where it does not say, nobody is. */
export type Announcing = Partial<Pick<Telling, "announces">>;

/** Names that a pause or a message tells of; the rest is counted. */
export const NAMES_TOLD = 20;

/** Takes a rollout and what has just happened to it, and queues the message, in the transaction of what it tells. */
export async function tellRollout(
  tx: Sql,
  rollout: RolloutRow,
  news: RolloutNews,
  { now, announces }: Telling,
): Promise<void> {
  if (!announces || !isTold(rollout.kind, news)) return;
  await queueDeliveries(tx, [messageOf(await factsOf(tx, rollout), news, now)]);
}

/** Takes a wave that has just passed, and who ended its bake, and queues the message. */
export async function tellWaveDone(
  tx: Sql,
  rollout: RolloutRow,
  { number, kind, label, openedAt, endedAt }: WaveRow,
  passedBy: string | null,
  telling: Telling,
): Promise<void> {
  if (!telling.announces) return;
  const rows = await tx
    .select({ status: targets.status, gate: raw<Gate["kind"] | null>`${targets.gate}->>'kind'`, count: count() })
    .from(targets)
    .where(and(eq(targets.rolloutId, rollout.id), eq(targets.wave, number)))
    .groupBy(targets.status, raw`${targets.gate}->>'kind'`);
  const wave: DoneWave = {
    number,
    kind,
    label,
    counts: countsOf(rows),
    gatesFailed: rows.reduce((sum, row) => sum + (row.gate === "failed" ? row.count : 0), 0),
    openedAt: openedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    passedBy,
  };
  await tellRollout(tx, rollout, { kind: "wave-done", wave }, telling);
}

/** Takes a rollout that has just ended and queues the message, with the names of what failed. */
export async function tellFinished(
  tx: Sql,
  rollout: RolloutRow,
  status: "finished" | "stopped",
  telling: Telling,
): Promise<void> {
  if (!telling.announces) return;
  const failed = await tx
    .select({ name: targets.name })
    .from(targets)
    .where(and(eq(targets.rolloutId, rollout.id), isFailure))
    .orderBy(raw`${targets.name} collate "C"`)
    .limit(NAMES_TOLD);
  await tellRollout(tx, rollout, { kind: "finished", status, failed: failed.map(({ name }) => name) }, telling);
}

function countsOf(rows: readonly { status: keyof TargetCounts; count: number }[]): TargetCounts {
  const counts = noCounts();
  for (const row of rows) counts[row.status] += row.count;
  return counts;
}

/** How many of some targets have a gate that failed. */
const gatesFailedIn = raw<number>`(count(*) filter (where ${targets.gate}->>'kind' = 'failed'))::integer`;

async function factsOf(tx: Sql, rollout: RolloutRow): Promise<RolloutFacts> {
  const rows = await tx
    .select({ status: targets.status, change: targets.change, count: count(), gatesFailed: gatesFailedIn })
    .from(targets)
    .where(eq(targets.rolloutId, rollout.id))
    .groupBy(targets.status, targets.change);
  const [first, ...others] = rows.map(({ change }) => change);
  const isMixed = first === undefined || others.some((change) => JSON.stringify(change) !== JSON.stringify(first));
  return {
    id: rollout.id,
    kind: rollout.kind,
    change: isMixed ? { kind: "mixed" } : first,
    policy: rollout.policy.name,
    basedOn: rollout.basedOn,
    createdBy: rollout.createdBy,
    startedBy: rollout.startedBy,
    startedAt: rollout.startedAt?.toISOString() ?? null,
    waves: await tx.$count(waves, eq(waves.rolloutId, rollout.id)),
    counts: countsOf(rows),
    gatesFailed: rows.reduce((sum, row) => sum + row.gatesFailed, 0),
    environment: await onlyEnvironment(tx, rollout.id),
  };
}

async function onlyEnvironment(tx: Sql, rolloutId: string): Promise<RolloutFacts["environment"]> {
  const { accountId, region, environmentId, name: environmentName, application } = targets;
  const [only, ...others] = await tx
    .select({ accountId, label: lanes.accountLabel, region, environmentId, environmentName, application })
    .from(targets)
    .leftJoin(lanes, and(eq(lanes.accountId, accountId), eq(lanes.region, region)))
    .where(eq(targets.rolloutId, rolloutId))
    .limit(2);
  if (only === undefined || others.length > 0) return null;
  const { label, ...environment } = only;
  return { ...environment, accountLabel: label ?? environment.accountId };
}
