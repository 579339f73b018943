import type { Sql } from "#lib/db/database.ts";
import type { AttemptEnd, DueDelivery } from "#lib/db/webhook-queries.ts";
import { endAttempt, giveUpOlder, takeDueDeliveries } from "#lib/db/webhook-queries.ts";
import { nextAttempt, TRIED_FOR_MS } from "#lib/webhook/backoff.ts";
import type { SendResult, Webhook } from "#lib/webhook/send.ts";
import { SEND_TIMEOUT_MS, sendMessage } from "#lib/webhook/send.ts";
import { eachOf } from "./each-of.ts";

export type DeliveryDeps = { sql: Sql; webhook: Webhook; now: () => Date; timeoutMs?: number };

/** A receiver is one server: it gets a few messages at a time. */
const AT_ONCE = 4;

function endOf(result: SendResult, { attempts, createdAt }: DueDelivery, at: Date): AttemptEnd {
  const answered = result.kind === "lost" ? { httpStatus: null, answer: null } : result;
  const { httpStatus, answer } = answered;
  if (result.kind === "accepted") return { state: "delivered", at, httpStatus, answer };
  const { error } = result;
  const dueAt = result.kind === "refused" && result.isFinal ? null : nextAttempt(attempts, createdAt, at);
  return dueAt === null
    ? { state: "given-up", at, httpStatus, answer, error }
    : { state: "waiting", at, httpStatus, answer, error, dueAt };
}

/**
 * Tries a few of the deliveries that are due and gives how many those were; each is tried by one process at a time. What is
 * too old to be news is given up instead.
 */
export async function deliverDue({ sql, webhook, now, timeoutMs = SEND_TIMEOUT_MS }: DeliveryDeps): Promise<number> {
  const from = now();
  // Nobody else may take them before the last attempt of this round has surely ended.
  const until = new Date(from.getTime() + 2 * timeoutMs);
  await giveUpOlder(sql, { now: from, madeBefore: new Date(from.getTime() - TRIED_FOR_MS) });
  const due = await takeDueDeliveries(sql, { now: from, until, limit: AT_ONCE });
  await eachOf(due, AT_ONCE, async (delivery) => {
    const result = await sendMessage(webhook, delivery, now(), timeoutMs);
    await endAttempt(sql, delivery, endOf(result, delivery, now()));
  });
  return due.length;
}
