import { and, desc, eq, gt, isNull, sql as raw } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Exception } from "#lib/imds/exception.ts";
import type { Sql } from "./database.ts";
import { exceptionEnds, exceptions } from "./schema-people.ts";

type Row = { exception: typeof exceptions.$inferSelect; end: typeof exceptionEnds.$inferSelect | null };

function scopeOf(row: Row["exception"]): Exception["scope"] {
  if (row.scope === "filter") return { kind: "filter", address: row.filter ?? "" };
  // The check `exception_has_its_scope` keeps the four together.
  const { accountId, region, environmentId, environmentName } = row;
  const key = { accountId: accountId ?? "", region: region ?? "", environmentId: environmentId ?? "" };
  return { kind: "environment", key, name: environmentName ?? "" };
}

function exceptionOf({ exception, end }: Row): Exception {
  const { id, owner, reason, createdBy } = exception;
  return {
    id,
    scope: scopeOf(exception),
    owner,
    reason,
    until: exception.until.toISOString(),
    createdBy,
    createdAt: exception.createdAt.toISOString(),
    extends: exception.extends,
    end: end === null ? null : { at: end.at.toISOString(), by: end.endedBy, why: end.why },
  };
}

/** Gives the condition that an exception, joined with its end, is in force. Expiry needs no job: each query asks the time. */
export function inForce(now: Date): SQL | undefined {
  return and(gt(exceptions.until, now), isNull(exceptionEnds.exceptionId));
}

/** Takes a condition and gives the exceptions it fits, the newest first. */
export async function selectExceptions(sql: Sql, where: SQL | undefined, limit?: number): Promise<Exception[]> {
  const query = sql
    .select({ exception: exceptions, end: exceptionEnds })
    .from(exceptions)
    .leftJoin(exceptionEnds, eq(exceptionEnds.exceptionId, exceptions.id))
    .where(where)
    .orderBy(desc(exceptions.createdAt), exceptions.id);
  return (await (limit === undefined ? query : query.limit(limit))).map(exceptionOf);
}

/** Gives all exceptions that are in force, and of the others the newest so many, the newest first. */
export async function listExceptions(sql: Sql, now: Date, { others }: { others: number }): Promise<Exception[]> {
  const [held, rest] = await Promise.all([
    selectExceptions(sql, inForce(now)),
    selectExceptions(sql, raw`not coalesce(${inForce(now)}, false)`, others),
  ]);
  return [...held, ...rest].toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
}

/** Gives one exception, or `null` where there is none of this id. */
export async function findException(sql: Sql, id: string): Promise<Exception | null> {
  const [found] = await selectExceptions(sql, eq(exceptions.id, id));
  return found ?? null;
}

/** Rows a statement writes at once; a statement has room for 65,535 parameters. */
const CHUNK = 500;

/** Takes accepted risks and keeps them. */
export async function insertExceptions(tx: Sql, accepted: readonly Exception[]): Promise<void> {
  const rows = accepted.map(({ scope, until, createdAt, end: _end, ...same }) => {
    const key =
      scope.kind === "environment" ? { ...scope.key, environmentName: scope.name } : { filter: scope.address };
    return { ...same, ...key, scope: scope.kind, until: new Date(until), createdAt: new Date(createdAt) };
  });
  for (let start = 0; start < rows.length; start += CHUNK) {
    await tx.insert(exceptions).values(rows.slice(start, start + CHUNK));
  }
}

/** Takes an exception and notes that it ends before it expires; `false` where it has ended already. */
export async function endException(
  tx: Sql,
  id: string,
  { by, why, now }: { by: string; why: "revoked" | "extended"; now: Date },
): Promise<boolean> {
  const ended = await tx
    .insert(exceptionEnds)
    .values({ exceptionId: id, at: now, endedBy: by, why })
    .onConflictDoNothing()
    .returning({ id: exceptionEnds.exceptionId });
  return ended.length > 0;
}

/** Takes an exception and tells whether another has taken its place. */
export async function isExtended(tx: Sql, id: string): Promise<boolean> {
  const [found] = await tx.select({ id: exceptions.id }).from(exceptions).where(eq(exceptions.extends, id)).limit(1);
  return found !== undefined;
}
