import { and, desc, eq, inArray, isNull, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { Denial } from "#lib/imds/readiness.ts";
import { denialIn } from "#lib/rollouts/denial.ts";
import type { Sql } from "./database.ts";
import { derivedOf, lockPostures, platformsByKey, writeDerived } from "./environment-posture.ts";
import { environments } from "./schema-fleet.ts";
import { targets, transitions } from "./schema-rollouts.ts";

/** Most ends say nothing of permissions; so many are looked through for one that does. */
const ENDS_LOOKED_AT = 50;

/** What AWS last denied in a lane, unless a change succeeded there since. */
async function lastRefusal(sql: Sql, { accountId, region }: LaneKey): Promise<Denial | null> {
  const ends = await sql
    .select({ transition: transitions.transition, at: transitions.at })
    .from(transitions)
    .innerJoin(targets, eq(targets.id, transitions.targetId))
    .where(
      and(
        eq(targets.accountId, accountId),
        eq(targets.region, region),
        raw`${transitions.transition}->>'kind' in ('succeeded', 'failed')`,
      ),
    )
    .orderBy(desc(transitions.id))
    .limit(ENDS_LOOKED_AT);
  for (const { transition, at } of ends) {
    if (transition.kind === "succeeded") return null;
    if (transition.kind !== "failed") continue;
    const words = denialIn(transition.reason);
    if (words.length > 0) return { words, at: at.toISOString() };
  }
  return null;
}

/**
 * Takes a lane and learns from its rollouts whether changes are permitted there: the last end that tells counts. What AWS
 * denied is kept with the lane's environments, and what follows for their verdicts is derived.
 */
export async function learnRefusal(sql: Sql, lane: LaneKey): Promise<void> {
  const { accountId, region } = lane;
  const changeRefused = await lastRefusal(sql, lane);
  const known = changeRefused === null ? null : JSON.stringify(changeRefused);
  const differs = and(
    eq(environments.accountId, accountId),
    eq(environments.region, region),
    isNull(environments.goneAt),
    raw`${environments.changeRefused} is distinct from ${known}::text::jsonb`,
  );
  if ((await sql.$count(environments, differs)) === 0) return;
  await sql.transaction(async (tx) => {
    await lockPostures(tx, region, "environment-writer");
    const rows = await tx.select().from(environments).where(differs).orderBy(environments.environmentId).for("update");
    const ids = rows.map(({ environmentId }) => environmentId);
    if (ids.length === 0) return;
    await tx
      .update(environments)
      .set({ changeRefused })
      .where(
        and(
          eq(environments.accountId, accountId),
          eq(environments.region, region),
          inArray(environments.environmentId, ids),
        ),
      );
    const defaults = await platformsByKey(tx, region);
    await writeDerived(
      tx,
      region,
      rows.map((row) => ({ ...row, derived: derivedOf({ ...row, changeRefused }, defaults.get(row.platformKey)) })),
    );
  });
}
