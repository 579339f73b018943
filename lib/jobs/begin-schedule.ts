import type { PgBoss } from "pg-boss";
import type { Sql } from "#lib/db/database.ts";
import { beginDue } from "#lib/db/schedule-queries.ts";
import { wakeLane } from "./advance-schedule.ts";

export const BEGIN_QUEUE = "begin-rollouts";
const SWEEP_SECONDS = 30;

/** `announces`: a webhook is configured. `readOnly`: this server begins nothing; another one may. */
type Deps = { sql: Sql; now: () => Date; announces?: boolean; readOnly?: boolean };

/** Takes the time a scheduled rollout is due and has it begun then, by whichever server is there. */
export async function wakeAt(boss: PgBoss, rolloutId: string, at: Date): Promise<void> {
  await boss.upsert(BEGIN_QUEUE, {}, { singletonKey: rolloutId, startAfter: at });
}

/**
 * Registers the worker that begins scheduled rollouts. What wakes it only says when to look: our table says what is due, so
 * that a wake-up too many does nothing and one that was lost with its process is made up for by the sweep. A server in read-only
 * mode begins nothing.
 */
export async function registerBeginWorker(
  boss: PgBoss,
  { sql, now, announces = false, readOnly = false }: Deps,
): Promise<void> {
  await boss.createQueue(BEGIN_QUEUE, {
    policy: "stately",
    heartbeatSeconds: 10,
    retryLimit: 1_000_000,
    retryDelay: 2,
    deleteAfterSeconds: 60,
  });
  // Not even waking up for it: whoever may begin it finds the wake-up still there.
  if (readOnly) return;
  await boss.work(BEGIN_QUEUE, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async () => {
    for (const lane of await beginDue(sql, now(), { announces })) await wakeLane(boss, lane);
    await boss.upsert(BEGIN_QUEUE, {}, { singletonKey: "sweep", startAfter: SWEEP_SECONDS });
  });
  await boss.upsert(BEGIN_QUEUE, {}, { singletonKey: "sweep", startAfter: 0 });
}
