import { and, asc, eq, sql as raw } from "drizzle-orm";
import type { Policy, SavedPolicy } from "#lib/rollouts/policy.ts";
import type { Sql } from "./database.ts";
import { savedPolicies } from "./schema-rollouts.ts";

function policyOf(row: typeof savedPolicies.$inferSelect): SavedPolicy {
  return { ...row, savedAt: row.savedAt.toISOString() };
}

/** Gives the policies that people saved, by name. */
export async function listSavedPolicies(sql: Sql): Promise<SavedPolicy[]> {
  const rows = await sql
    .select()
    .from(savedPolicies)
    .orderBy(asc(raw`lower(${savedPolicies.name})`));
  return rows.map(policyOf);
}

/** Takes an id and gives the policy that is saved under it, or `null`. */
export async function findSavedPolicy(sql: Sql, id: string): Promise<SavedPolicy | null> {
  const [row] = await sql.select().from(savedPolicies).where(eq(savedPolicies.id, id));
  return row === undefined ? null : policyOf(row);
}

/** Takes a custom policy without problems and keeps it under a name; `null` where another one has that name. */
export async function insertSavedPolicy(
  tx: Sql,
  { id, name, policy, by, now }: { id: string; name: string; policy: Policy; by: string; now: Date },
): Promise<SavedPolicy | null> {
  const [row] = await tx
    .insert(savedPolicies)
    .values({ id, name, policy, savedBy: by, savedAt: now })
    .onConflictDoNothing()
    .returning();
  return row === undefined ? null : policyOf(row);
}

const asSeen = ({ id, name }: { id: string; name: string }) =>
  and(eq(savedPolicies.id, id), eq(savedPolicies.name, name));

/** Takes a saved policy by the name it was seen with and another name, and gives it so; why not where that cannot be. */
export async function renameSavedPolicy(
  tx: Sql,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<SavedPolicy | "gone" | "taken"> {
  // Names are given one at a time, so that of two alike the later one is told so.
  await tx.execute(raw`lock table ${savedPolicies} in share row exclusive mode`);
  const [other] = await tx
    .select({ id: savedPolicies.id })
    .from(savedPolicies)
    .where(raw`lower(${savedPolicies.name}) = lower(${to}) and ${savedPolicies.id} <> ${id}`);
  if (other !== undefined) return "taken";
  const [row] = await tx
    .update(savedPolicies)
    .set({ name: to })
    .where(asSeen({ id, name: from }))
    .returning();
  return row === undefined ? "gone" : policyOf(row);
}

/** Takes a saved policy by the name it was seen with and deletes it; gives what it was, or `null` where it is not there so. */
export async function deleteSavedPolicy(tx: Sql, seen: { id: string; name: string }): Promise<SavedPolicy | null> {
  const [row] = await tx.delete(savedPolicies).where(asSeen(seen)).returning();
  return row === undefined ? null : policyOf(row);
}
