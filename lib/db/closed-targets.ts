import { and, inArray, isNull, eq, sql as raw } from "drizzle-orm";
import { isClosed } from "#lib/rollouts/windows.ts";
import type { Sql } from "./database.ts";
import { changeWindows, rollouts, targets } from "./schema-rollouts.ts";
import { currentWindows } from "./window-queries.ts";

/**
 * Takes targets' ids in the transaction that is about to start them and gives those that change windows hold at an instant. The
 * windows stay as they are until the transaction ends: who makes or edits one waits for it, so that nothing starts in it later.
 */
export async function closedOfTargets(tx: Sql, ids: readonly string[], now: Date): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { id, accountId, region, application } = targets;
  const places = await tx
    .select({ id, accountId, region, application })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .where(and(inArray(targets.id, [...ids]), isNull(rollouts.windowOverride)));
  if (places.length === 0) return new Set();
  await tx.execute(raw`lock table ${changeWindows} in share mode`);
  const windows = await currentWindows(tx);
  return new Set(places.filter((place) => isClosed(place, windows, now)).map((place) => place.id));
}
