import { desc, lt } from "drizzle-orm";
import type { Sql } from "./database.ts";
import { audit } from "./schema-people.ts";

/** What somebody did. `subject` names what it was done to, as `kind:name`. */
export type NewAuditEntry = {
  at: Date;
  actor: string;
  actorRole: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
};

/** An entry as lists show it; JSON-safe. `id` grows with time and pages the list. */
export type AuditEntry = Omit<NewAuditEntry, "at"> & { id: number; at: string };

/** Takes what somebody did and writes it down, in the transaction of what was done. */
export async function writeAudit(tx: Sql, entry: NewAuditEntry): Promise<void> {
  const { at, actor, actorRole, action, subject, before, after } = entry;
  await tx.insert(audit).values({ at, actor, actorRole, action, subject, before, after });
}

/** Gives the newest entries first; `before` is the id of the last one already seen. */
export async function listAudit(
  sql: Sql,
  { limit, before }: { limit: number; before?: number },
): Promise<AuditEntry[]> {
  const rows = await sql
    .select()
    .from(audit)
    .where(before === undefined ? undefined : lt(audit.id, before))
    .orderBy(desc(audit.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
