import { and, eq, inArray, isNull, not, or, sql as raw } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { EnvironmentKey, EnvironmentRow } from "#lib/imds/environment.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { Exception } from "#lib/imds/exception.ts";
import { longestFirst, scopeFilter } from "#lib/imds/exception.ts";
import type { Sql } from "./database.ts";
import type { Conditions } from "./environment-conditions.ts";
import { allOf, conditionsOf } from "./environment-conditions.ts";
import { inForce, selectExceptions } from "./exception-queries.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { exceptionEnds, exceptions } from "./schema-people.ts";

// Which environments are covered is asked of the database each time, not kept in a column: a kept answer would have to be
// made again at every scan, at every write of an exception and at the instant it expires, and be wrong in between. It
// costs little: an environment's own exceptions are one hashed look-up, and a filter's are the conditions a list has
// anyway, or-ed. Filters in force are few, for each took a person and a reason; rows are marked for a window alone.

/** An environment joined with its lane, if that is read. */
export const LANE = and(
  eq(lanes.accountId, environments.accountId),
  eq(lanes.region, environments.region),
  eq(lanes.enabled, true),
);
const KEY = raw`(${environments.accountId}, ${environments.region}, ${environments.environmentId})`;

/** Takes an exception and gives the condition that its filter lets an environment through, joined with its lane. */
export function conditionOf({ scope }: Exception): SQL {
  if (scope.kind === "environment") {
    const { accountId, region, environmentId } = scope.key;
    return raw`(${KEY} = (${accountId}, ${region}, ${environmentId}) and ${environments.goneAt} is null)`;
  }
  const filter = scopeFilter(scope.address);
  return raw`(${(filter === null ? undefined : allOf(conditionsOf(filter))) ?? raw`false`})`;
}

const filtersInForce = (sql: Sql, now: Date): Promise<Exception[]> =>
  selectExceptions(sql, and(eq(exceptions.scope, "filter"), inForce(now)));

/** Gives the condition that an exception in force covers an environment that is joined with its lane. */
export async function coveredCondition(sql: Sql, now: Date): Promise<SQL> {
  const own = sql
    .select({ a: exceptions.accountId, r: exceptions.region, e: exceptions.environmentId })
    .from(exceptions)
    .leftJoin(exceptionEnds, eq(exceptionEnds.exceptionId, exceptions.id))
    .where(and(eq(exceptions.scope, "environment"), inForce(now)));
  const filters = (await filtersInForce(sql, now)).map(conditionOf);
  return raw`(${or(raw`${KEY} in (${own})`, ...filters)})`;
}

/** Takes a filter and gives all its conditions, whether a risk is accepted among them, at that time. */
export async function listConditions(sql: Sql, filter: EnvironmentFilter, now: Date): Promise<Conditions> {
  const conditions = conditionsOf(filter);
  if (filter.exception === null) return conditions;
  const covered = await coveredCondition(sql, now);
  return { ...conditions, exception: filter.exception ? covered : not(covered) };
}

export type ExceptedCounts = {
  /** Of those the filter lets through, whether a risk is accepted aside. */
  excepted: number;
  others: number;
  /** Of the excepted, those with a running instance that answers IMDSv1: what the risk is. */
  exposed: number;
};

/** Takes a filter and counts what accepted risks cover of it, whichever of the two it asks for. */
export async function countExcepted(sql: Sql, filter: EnvironmentFilter, now: Date): Promise<ExceptedCounts> {
  const covered = await coveredCondition(sql, now);
  const exposed = inArray(environments.effective, ["v1-and-v2", "mixed"]);
  const [row] = await sql
    .select({
      excepted: raw`count(*) filter (where ${covered})`.mapWith(Number),
      others: raw`count(*) filter (where not ${covered})`.mapWith(Number),
      exposed: raw`count(*) filter (where ${and(covered, exposed)})`.mapWith(Number),
    })
    .from(environments)
    .innerJoin(lanes, LANE)
    .where(allOf(conditionsOf(filter)));
  return row ?? { excepted: 0, others: 0, exposed: 0 };
}

const textOf = ({ accountId, region, environmentId }: EnvironmentKey): string =>
  `${accountId} ${region} ${environmentId}`;

/** How many keys one statement asks for. */
const KEYS_AT_ONCE = 1_000;

/** Takes environments and gives the exception that covers each at that time, the one that lasts longest, by a look-up. */
export async function coveringOf(
  sql: Sql,
  keys: readonly EnvironmentKey[],
  now: Date,
): Promise<(key: EnvironmentKey) => Exception | null> {
  const found = new Map<string, Exception[]>();
  const note = (key: EnvironmentKey, exception: Exception) =>
    found.set(textOf(key), [...(found.get(textOf(key)) ?? []), exception]);
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const some = keys
      .slice(start, start + KEYS_AT_ONCE)
      .map(({ accountId, region, environmentId }) => ({ accountId, region, environmentId }));
    const among = raw`(select x."accountId", x.region, x."environmentId"
      from jsonb_to_recordset(${JSON.stringify(some)}::text::jsonb) as x("accountId" text, region text, "environmentId" text))`;
    const own = raw`(${exceptions.accountId}, ${exceptions.region}, ${exceptions.environmentId}) in ${among}`;
    // Both kinds in one statement: a list waits for it.
    const held = await selectExceptions(sql, and(or(own, eq(exceptions.scope, "filter")), inForce(now)));
    for (const exception of held) if (exception.scope.kind === "environment") note(exception.scope.key, exception);
    const filters = longestFirst(held.filter(({ scope }) => scope.kind === "filter"));
    if (filters.length === 0) continue;
    const cases = filters.map((filter, index) => raw`when ${conditionOf(filter)} then ${index}::integer`);
    const first = raw<number | null>`case ${raw.join(cases, raw` `)} end`;
    const rows = await sql
      .select({
        accountId: environments.accountId,
        region: environments.region,
        environmentId: environments.environmentId,
        first,
      })
      .from(environments)
      .innerJoin(lanes, LANE)
      .where(raw`${KEY} in ${among}`);
    for (const row of rows) {
      const filter = row.first === null ? undefined : filters[row.first];
      if (filter !== undefined) note(row, filter);
    }
  }
  return (key) => longestFirst(found.get(textOf(key)) ?? [])[0] ?? null;
}

/** Takes rows without their exceptions and gives them with the mark of the one that covers each at that time. */
export async function withExceptions<Row extends EnvironmentKey>(
  sql: Sql,
  rows: readonly Row[],
  now: Date,
): Promise<(Row & Pick<EnvironmentRow, "exception">)[]> {
  const covering = await coveringOf(sql, rows, now);
  return rows.map((row) => {
    const exception = covering(row);
    if (exception === null) return { ...row, exception };
    const { id, until, owner } = exception;
    return { ...row, exception: { id, until, owner } };
  });
}

/** The same with the reason and the kind of scope, for an environment's own page and for files. */
export async function withExceptionDetails<Row extends EnvironmentKey>(sql: Sql, rows: readonly Row[], now: Date) {
  const covering = await coveringOf(sql, rows, now);
  return rows.map((row) => {
    const exception = covering(row);
    if (exception === null) return { ...row, exception };
    const { id, until, owner, reason, scope } = exception;
    return { ...row, exception: { id, until, owner, reason, scope: scope.kind } };
  });
}

/** How many exceptions one statement counts for. */
const COUNTED_AT_ONCE = 100;

/** Takes exceptions and gives how many listed environments each covers, or would if it were in force, by id. */
export async function coverCounts(sql: Sql, counted: readonly Exception[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let start = 0; start < counted.length; start += COUNTED_AT_ONCE) {
    const some = counted.slice(start, start + COUNTED_AT_ONCE);
    const columns = some.map((exception) => raw`count(*) filter (where ${conditionOf(exception)})`);
    const [row] = await sql
      .select({ all: raw<number[]>`array[${raw.join(columns, raw`, `)}]::integer[]` })
      .from(environments)
      .innerJoin(lanes, LANE)
      .where(isNull(environments.goneAt));
    for (const [index, { id }] of some.entries()) counts.set(id, row?.all[index] ?? 0);
  }
  return counts;
}
