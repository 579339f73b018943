import { randomUUID } from "node:crypto";
import { and, asc, desc, eq, getTableColumns, inArray, lt, lte, min, sql as raw } from "drizzle-orm";
import type { DeliveryView } from "#lib/imds/alert.ts";
import type { Sql } from "./database.ts";
import { webhookDeliveries } from "./schema-history.ts";

/** What is told: its type, when it happened, and whatever belongs to it; docs/webhooks.md has the types. */
export type Announcement = { type: string; at: Date; data: object };

/** A delivery that is to be tried now. */
export type DueDelivery = { id: string; body: string; attempts: number; createdAt: Date };

/** How an attempt ended. `dueAt`: when the next one is, where it was no success and is tried again. */
export type AttemptEnd = {
  at: Date;
  httpStatus: number | null;
  answer: string | null;
} & ({ state: "delivered" } | { state: "given-up"; error: string } | { state: "waiting"; error: string; dueAt: Date });

/** Bodies are as long as what they tell; a list does without. */
const { body: BODY, ...SHOWN } = getTableColumns(webhookDeliveries);

/** Rows a statement writes at once; a statement has room for 65,535 parameters. */
const CHUNK = 1_000;

/** Takes what is to be told and queues it, in the transaction of what it tells. */
export async function queueDeliveries(tx: Sql, announcements: readonly Announcement[]): Promise<void> {
  const rows = announcements.map(({ type, at, data }) => ({
    id: `msg_${randomUUID()}`,
    type,
    body: JSON.stringify({ type, timestamp: at.toISOString(), data }),
    createdAt: at,
    dueAt: at,
  }));
  for (let start = 0; start < rows.length; start += CHUNK)
    await tx.insert(webhookDeliveries).values(rows.slice(start, start + CHUNK));
}

/** Takes a time and gives up what is due and was made before it: while the webhook is switched off nobody tries. */
export async function giveUpOlder(sql: Sql, { now, madeBefore }: { now: Date; madeBefore: Date }): Promise<void> {
  await sql
    .update(webhookDeliveries)
    .set({ state: "given-up", error: raw`concat_ws('; ', 'Older than a day', ${webhookDeliveries.error})` })
    .where(
      and(
        eq(webhookDeliveries.state, "waiting"),
        lte(webhookDeliveries.dueAt, now),
        lt(webhookDeliveries.createdAt, madeBefore),
      ),
    );
}

/**
 * Gives up to `limit` deliveries that are due, the oldest first, and keeps them from everybody else until `until`: whoever
 * dies with them leaves them to the next.
 */
export async function takeDueDeliveries(
  sql: Sql,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<DueDelivery[]> {
  const taken = await sql.transaction(async (tx) => {
    const due = await tx
      .select({ id: webhookDeliveries.id })
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.state, "waiting"), lte(webhookDeliveries.dueAt, now)))
      .orderBy(asc(webhookDeliveries.dueAt), asc(webhookDeliveries.id))
      .limit(limit)
      .for("update", { skipLocked: true });
    if (due.length === 0) return [];
    const ids = due.map(({ id }) => id);
    return tx
      .update(webhookDeliveries)
      .set({ dueAt: until, attempts: raw`${webhookDeliveries.attempts} + 1`, lastAttemptAt: now })
      .where(inArray(webhookDeliveries.id, ids))
      .returning({
        id: webhookDeliveries.id,
        body: BODY,
        attempts: webhookDeliveries.attempts,
        createdAt: webhookDeliveries.createdAt,
      });
  });
  return taken.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
}

/** Takes a delivery and how its attempt of that number ended; one that somebody else has tried since is theirs to judge. */
export async function endAttempt(
  sql: Sql,
  { id, attempts }: Pick<DueDelivery, "id" | "attempts">,
  end: AttemptEnd,
): Promise<void> {
  await sql
    .update(webhookDeliveries)
    .set({
      state: end.state,
      lastAttemptAt: end.at,
      httpStatus: end.httpStatus,
      answer: end.answer,
      error: end.state === "delivered" ? null : end.error,
      ...(end.state === "waiting" ? { dueAt: end.dueAt } : {}),
    })
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.attempts, attempts),
        eq(webhookDeliveries.state, "waiting"),
      ),
    );
}

/** Gives when the next delivery is due, or `null` where none waits. */
export async function nextDeliveryAt(sql: Sql): Promise<Date | null> {
  const [row] = await sql
    .select({ at: min(webhookDeliveries.dueAt) })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.state, "waiting"));
  return row?.at ?? null;
}

/** Gives the newest deliveries first, and how many wait. */
export async function readDeliveries(
  sql: Sql,
  { limit }: { limit: number },
): Promise<{ deliveries: DeliveryView[]; waiting: number }> {
  const [rows, waiting] = await Promise.all([
    sql
      .select(SHOWN)
      .from(webhookDeliveries)
      .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
      .limit(limit),
    sql.$count(webhookDeliveries, eq(webhookDeliveries.state, "waiting")),
  ]);
  const deliveries = rows.map(({ createdAt, dueAt, lastAttemptAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    dueAt: dueAt.toISOString(),
    lastAttemptAt: lastAttemptAt?.toISOString() ?? null,
  }));
  return { deliveries, waiting };
}

/** Drops the deliveries that were queued before a time and wait no more. */
export async function pruneDeliveries(sql: Sql, before: Date): Promise<void> {
  await sql
    .delete(webhookDeliveries)
    .where(and(lt(webhookDeliveries.createdAt, before), inArray(webhookDeliveries.state, ["delivered", "given-up"])));
}
