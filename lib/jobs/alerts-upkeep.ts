import type { PgBoss } from "pg-boss";
import { closeAlertsOfRemovedLanes, pruneAlerts } from "#lib/db/alert-queries.ts";
import type { Sql } from "#lib/db/database.ts";
import { pruneHistory } from "#lib/db/history-samples.ts";
import { pruneDeliveries } from "#lib/db/webhook-queries.ts";
import { RETENTION } from "#lib/imds/history.ts";

const QUEUE = "history-upkeep";
const EVERY_SECONDS = 6 * 3_600;
const DAY = 86_400_000;

/** Drops what history keeps no longer, and closes the alerts of lanes that were taken out of the configuration. */
export async function keepHistory(sql: Sql, now: Date, announces: boolean): Promise<void> {
  await closeAlertsOfRemovedLanes(sql, { now, announces });
  await pruneHistory(sql, now);
  await pruneAlerts(sql, new Date(now.getTime() - RETENTION.changeDays * DAY));
  await pruneDeliveries(sql, new Date(now.getTime() - RETENTION.deliveryDays * DAY));
}

/** Registers the worker that keeps the history to its size, at every start and four times a day. */
export async function registerUpkeepWorker(
  boss: PgBoss,
  { sql, announces, now }: { sql: Sql; announces: boolean; now: () => Date },
): Promise<void> {
  await boss.createQueue(QUEUE, { policy: "stately", heartbeatSeconds: 10, retryLimit: 1_000_000, retryDelay: 60 });
  await boss.work(QUEUE, { pollingIntervalSeconds: 30 }, async () => {
    await keepHistory(sql, now(), announces);
    await boss.upsert(QUEUE, {}, { singletonKey: "all", startAfter: EVERY_SECONDS });
  });
  await boss.upsert(QUEUE, {}, { singletonKey: "all", startAfter: 0 });
}
