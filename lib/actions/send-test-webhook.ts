"use server";

import { z } from "zod";
import { config } from "#lib/config.ts";
import { writeAudit } from "#lib/db/audit-queries.ts";
import { queueDeliveries } from "#lib/db/webhook-queries.ts";
import { startJobs } from "#lib/jobs/runtime.ts";
import { wakeDelivery } from "#lib/jobs/webhook-schedule.ts";
import { action, Refusal } from "./action.ts";

/** Queues a test message for the webhook; it goes the way every other one goes. */
export const sendTestWebhook = action({
  name: "send-test-webhook",
  role: "admin",
  reach: "look",
  schema: z.strictObject({}),
  run: async ({ actor, sql, now }) => {
    const { webhook } = config();
    if (webhook === null) throw new Refusal("not-eligible", "WEBHOOK_URL");
    const { origin } = new URL(webhook.url);
    await sql.transaction(async (tx) => {
      await queueDeliveries(tx, [{ type: "webhook.test", at: now, data: { sentBy: actor.name } }]);
      await writeAudit(tx, {
        at: now,
        actor: actor.name,
        actorRole: actor.role,
        action: "webhook-tested",
        subject: `webhook:${origin}`,
        before: null,
        after: null,
      });
    });
    await wakeDelivery((await startJobs()).boss);
    return { queued: 1 };
  },
});
