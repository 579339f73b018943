import { eq, sql as raw } from "drizzle-orm";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import type { Sql } from "./database.ts";
import { rollouts, targets } from "./schema-rollouts.ts";
import { foundTargets, viewsOf } from "./target-reads.ts";

/** How many targets one statement reads, and so how many an export holds at a time. */
const PAGE = 200;

/**
 * Takes a rollout's id and gives everything that is kept of its targets, by name, a page at a time; the next page is read when
 * it is asked for. A rollout's targets are fixed when it is planned, so that each is there once, as its page found it.
 */
export async function* exportTargets(
  sql: Sql,
  rolloutId: string,
  now: Date,
  pageSize = PAGE,
): AsyncGenerator<TargetView[], void> {
  const [row] = await sql.select().from(rollouts).where(eq(rollouts.id, rolloutId));
  if (row === undefined) return;
  const ids = await sql
    .select({ id: targets.id })
    .from(targets)
    .where(eq(targets.rolloutId, rolloutId))
    .orderBy(raw`${targets.name} collate "C"`, targets.id);
  for (let start = 0; start < ids.length; start += pageSize) {
    const page = ids.slice(start, start + pageSize).map(({ id }) => id);
    yield await viewsOf(sql, row, await foundTargets(sql, rolloutId, page), page, now);
  }
}
