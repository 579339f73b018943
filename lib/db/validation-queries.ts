import { and, eq, isNull, sql as raw } from "drizzle-orm";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Target } from "#lib/rollouts/target.ts";
import type { Sql } from "./database.ts";
import { targetOf } from "./rollout-rows.ts";
import { rollouts, targets } from "./schema-rollouts.ts";

/** Of drafts only: what has started is answered by the change itself. The operation knows values, and no removals. */
const unvalidated = and(
  eq(rollouts.status, "draft"),
  isNull(targets.validation),
  eq(targets.status, "pending"),
  raw`${targets.change}->>'kind' = 'set'`,
);

/** Gives the drafts of which AWS is still to be asked, the newest first: somebody may be looking at it. */
export async function draftsToValidate(sql: Sql): Promise<string[]> {
  const rows = await sql
    .selectDistinct({ id: rollouts.id, createdAt: rollouts.createdAt })
    .from(rollouts)
    .innerJoin(targets, eq(targets.rolloutId, rollouts.id))
    .where(unvalidated)
    .orderBy(raw`${rollouts.createdAt} desc`, rollouts.id);
  return rows.map(({ id }) => id);
}

/** Takes a draft and gives the targets of which AWS is still to be asked, none where it is no draft. */
export async function targetsToValidate(sql: Sql, rolloutId: string): Promise<Target[]> {
  const rows = await sql
    .select({ target: targets })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .where(and(eq(targets.rolloutId, rolloutId), unvalidated))
    .orderBy(targets.accountId, targets.region, raw`${targets.name} collate "C"`, targets.id);
  return rows.map(({ target }) => targetOf(target));
}

/** Takes a rollout and locks it; gives its policy and its targets as they are now, `null` where it is no draft. */
export async function lockDraft(
  tx: Sql,
  id: string,
): Promise<{ policy: Policy; planHash: string; targets: Target[] } | null> {
  const [draft] = await tx
    .select({ policy: rollouts.policy, planHash: rollouts.planHash })
    .from(rollouts)
    .where(and(eq(rollouts.id, id), eq(rollouts.status, "draft")))
    .for("update");
  if (draft === undefined) return null;
  const rows = await tx.select().from(targets).where(eq(targets.rolloutId, id)).orderBy(targets.id);
  return { ...draft, targets: rows.map(targetOf) };
}

/** Takes targets of a locked draft that have AWS's answer now and keeps it, with the state that follows. */
export async function storeValidations(tx: Sql, answered: readonly Target[]): Promise<void> {
  if (answered.length === 0) return;
  const rows = answered.map(({ id, validation, state }) => ({ id, validation, state, status: state.status }));
  await tx
    .update(targets)
    .set({ validation: raw`x.validation`, state: raw`x.state`, status: raw`x.status` })
    .from(
      raw`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x(id uuid, validation jsonb, state jsonb, status text)`,
    )
    .where(raw`${targets.id} = x.id`);
}
