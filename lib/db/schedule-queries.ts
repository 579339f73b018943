import { and, eq, lte } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { Sql } from "./database.ts";
import { rollouts, targets } from "./schema.ts";

/** Takes a scheduled rollout that has not begun and makes it a draft again, which holds nothing; `false` where it is none. */
export async function unschedule(tx: Sql, id: string): Promise<boolean> {
  return tx.transaction(async (inner) => {
    const undone = await inner
      .update(rollouts)
      .set({ status: "draft", startedBy: null, startAt: null, startZone: null, windowOverride: null })
      .where(and(eq(rollouts.id, id), eq(rollouts.status, "scheduled")))
      .returning({ id: rollouts.id });
    if (undone.length === 0) return false;
    await inner.update(targets).set({ holds: false }).where(eq(targets.rolloutId, id));
    return true;
  });
}

/** Takes the time and begins every scheduled rollout that is due; gives the lanes that now have something to do. */
export async function beginDue(sql: Sql, now: Date): Promise<LaneKey[]> {
  return sql.transaction(async (tx) => {
    const begun = tx.$with("begun").as(
      tx
        .update(rollouts)
        .set({ status: "running", startedAt: now })
        .where(and(eq(rollouts.status, "scheduled"), lte(rollouts.startAt, now)))
        .returning({ id: rollouts.id }),
    );
    return tx
      .with(begun)
      .selectDistinct({ accountId: targets.accountId, region: targets.region })
      .from(targets)
      .innerJoin(begun, eq(begun.id, targets.rolloutId))
      .where(eq(targets.holds, true))
      .orderBy(targets.accountId, targets.region);
  });
}
