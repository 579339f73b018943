import { and, eq, inArray, isNull, sql as raw } from "drizzle-orm";
import { isInUse } from "#lib/rollouts/acknowledge.ts";
import type { BlockReason } from "#lib/rollouts/target.ts";
import type { Sql } from "./database.ts";
import { targetOf } from "./rollout-rows.ts";
import { environments } from "./schema-fleet.ts";
import { rollouts, targets } from "./schema-rollouts.ts";

/** Whether scans have found IMDSv1 in use in a target's environment. */
export const IN_USE_NOW = raw<boolean>`exists (
  select 1 from ${environments} used
  where used.account_id = ${targets.accountId} and used.region = ${targets.region}
    and used.environment_id = ${targets.environmentId} and used.gone_at is null and used.readiness = 'in-use')`;

/** A waiting target in whose environment IMDSv1 is in use, which was not so when a person last looked. */
export type NewlyUsed = { rolloutId: string; targetId: string; reason: BlockReason };

/** Takes rollouts that begin now and gives their targets in which nobody has accepted that IMDSv1 is in use. */
export async function newlyUsedOf(sql: Sql, ids: readonly string[]): Promise<NewlyUsed[]> {
  const rows = await sql
    .select({ target: targets, verdict: environments.readiness, calls: environments.imdsCalls })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .innerJoin(
      environments,
      and(
        eq(environments.accountId, targets.accountId),
        eq(environments.region, targets.region),
        eq(environments.environmentId, targets.environmentId),
        isNull(environments.goneAt),
      ),
    )
    .where(and(inArray(rollouts.id, [...ids]), eq(targets.holds, true), eq(targets.useAccepted, false)))
    .orderBy(targets.rolloutId, targets.id);
  return rows.flatMap(({ target: row, verdict, calls }) => {
    const target = { ...targetOf(row), readiness: { verdict, calls: calls ?? 0, managedWindow: null } };
    if (!isInUse(target)) return [];
    const reason = { kind: "in-use", calls: target.readiness.calls } as const;
    return [{ rolloutId: target.rolloutId, targetId: target.id, reason }];
  });
}
