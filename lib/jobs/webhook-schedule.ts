import type { PgBoss } from "pg-boss";
import type { Sql } from "#lib/db/database.ts";
import { nextDeliveryAt } from "#lib/db/webhook-queries.ts";
import type { Webhook } from "#lib/webhook/send.ts";
import { deliverDue } from "./webhook-delivery.ts";

const QUEUE = "webhook-delivery";
/** What was queued by a process that died before it woke this queue waits no longer. */
const LOOK_SECONDS = 30;

/** Wakes whoever delivers; what is not due yet waits on. */
export async function wakeDelivery(boss: PgBoss, afterSeconds = 0): Promise<void> {
  await boss.upsert(QUEUE, {}, { singletonKey: "all", startAfter: afterSeconds });
}

/** Registers the worker that sends what is queued for the webhook, and wakes it. */
export async function registerDeliveryWorker(
  boss: PgBoss,
  { sql, webhook, now }: { sql: Sql; webhook: Webhook; now: () => Date },
): Promise<void> {
  await boss.createQueue(QUEUE, {
    policy: "stately",
    heartbeatSeconds: 10,
    expireInSeconds: 15 * 60,
    retryLimit: 1_000_000,
    retryDelay: 2,
    deleteAfterSeconds: 60,
  });
  await boss.work(QUEUE, { pollingIntervalSeconds: 1 }, async ([job]) => {
    while (job?.signal.aborted !== true && (await deliverDue({ sql, webhook, now })) > 0);
    const next = await nextDeliveryAt(sql);
    const seconds = next === null ? LOOK_SECONDS : Math.ceil((next.getTime() - now().getTime()) / 1_000);
    await wakeDelivery(boss, Math.max(1, Math.min(LOOK_SECONDS, seconds)));
  });
  await wakeDelivery(boss);
}
