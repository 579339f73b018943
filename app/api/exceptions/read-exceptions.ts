import type { Sql } from "#lib/db/database.ts";
import { coverCounts } from "#lib/db/exception-coverage.ts";
import { listExceptions } from "#lib/db/exception-queries.ts";
import { isInForce, statusOf } from "#lib/imds/exception.ts";
import type { ExceptionView } from "#lib/queries/exceptions.ts";

// The audit log has all there ever were.
const OTHERS = 500;

/** Takes the time and gives the exceptions with how each stands and how many environments it covers; none unless it is in force. */
export async function readExceptions(sql: Sql, now: Date): Promise<ExceptionView[]> {
  const listed = (await listExceptions(sql, now, { others: OTHERS })).map((exception) => ({
    ...exception,
    status: statusOf(exception, now.getTime()),
  }));
  const counts = await coverCounts(
    sql,
    listed.filter(({ status }) => isInForce(status)),
  );
  return listed.map((exception) => ({ ...exception, covers: counts.get(exception.id) ?? 0 }));
}
