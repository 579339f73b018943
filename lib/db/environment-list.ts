import type { SQL } from "drizzle-orm";
import { and, count, eq, inArray, isNull, or, sql as raw } from "drizzle-orm";
import type { EnvironmentDetail, EnvironmentKey, EnvironmentRow } from "#lib/imds/environment.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { Sql } from "./database.ts";
import { allOf, orderOf } from "./environment-conditions.ts";
import { LANE_OF_ENVIRONMENT, ROW_COLUMNS, rowOf, selectDetails } from "./environment-rows.ts";
import { listConditions, withExceptions } from "./exception-coverage.ts";
import { environments, lanes } from "./schema-fleet.ts";

export type EnvironmentPage = {
  rows: EnvironmentRow[];
  /** How many the filter lets through, and how many there are at all. */
  matched: number;
  total: number;
};

/** The most rows one window may have. */
const WINDOW_LIMIT = 500;

const isEnvironment = (key: EnvironmentKey): SQL | undefined =>
  and(
    eq(environments.accountId, key.accountId),
    eq(environments.region, key.region),
    eq(environments.environmentId, key.environmentId),
  );

/** Takes a filter and a window and gives that window's rows, with how many there are. */
export async function listEnvironments(
  sql: Sql,
  filter: EnvironmentFilter,
  window: { offset: number; limit: number },
): Promise<EnvironmentPage> {
  const where = allOf(await listConditions(sql, filter, new Date()));
  const limit = Math.min(Math.max(window.limit, 0), WINDOW_LIMIT);
  const [rows, counts] = await Promise.all([
    selectRows(sql, where, filter.sort, { offset: Math.max(window.offset, 0), limit }),
    countRows(sql, where),
  ]);
  return { rows, ...counts };
}

/** The window's keys are found first: that needs an index or a few columns, and the wide rows are read for these alone. */
async function selectRows(
  sql: Sql,
  where: SQL | undefined,
  sort: EnvironmentFilter["sort"],
  { offset, limit }: { offset: number; limit: number },
): Promise<EnvironmentRow[]> {
  const inWindow = sql
    .select({
      accountId: environments.accountId,
      region: environments.region,
      environmentId: environments.environmentId,
    })
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .where(where)
    .orderBy(...orderOf(sort))
    .limit(limit)
    .offset(offset);
  const rows = await sql
    .select(ROW_COLUMNS)
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .where(
      raw`(${environments.accountId}, ${environments.region}, ${environments.environmentId}) in (${inWindow.getSQL()})`,
    )
    .orderBy(...orderOf(sort));
  return withExceptions(sql, rows.map(rowOf), new Date());
}

async function countRows(sql: Sql, where: SQL | undefined): Promise<{ matched: number; total: number }> {
  const [row] = await sql
    .select({
      matched: raw<number>`count(*) filter (where ${where ?? raw`true`})`.mapWith(Number),
      total: count(),
    })
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .where(isNull(environments.goneAt));
  return row ?? { matched: 0, total: 0 };
}

/** Takes a key and gives everything about that environment, or `null` where none is listed under it. */
export async function findEnvironment(
  sql: Sql,
  key: EnvironmentKey,
  now = new Date(),
): Promise<EnvironmentDetail | null> {
  const [found] = await findEnvironments(sql, [key], now);
  return found ?? null;
}

/** How many keys one statement asks for; a statement has room for 65,535 parameters. */
const KEYS_AT_ONCE = 1_000;

/** Takes keys and gives everything about those environments that are listed, in the order of account, region and id. */
export async function findEnvironments(
  sql: Sql,
  keys: readonly EnvironmentKey[],
  now = new Date(),
): Promise<EnvironmentDetail[]> {
  const found: EnvironmentDetail[] = [];
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const some = keys.slice(start, start + KEYS_AT_ONCE);
    found.push(...(await selectDetails(sql, and(isNull(environments.goneAt), or(...some.map(isEnvironment))), now)));
  }
  return found;
}

/**
 * Takes pasted names, ids or ARNs and gives the environments each means, in any account and region. Ids and ARNs are
 * told apart by case, names are not; a name may mean several.
 */
export async function findByText(
  sql: Sql,
  tokens: readonly string[],
): Promise<{ token: string; matches: EnvironmentRow[] }[]> {
  const wanted = [...new Set(tokens.map((token) => token.trim()).filter((token) => token !== ""))];
  const rows: EnvironmentRow[] = [];
  for (let start = 0; start < wanted.length; start += KEYS_AT_ONCE) {
    const some = wanted.slice(start, start + KEYS_AT_ONCE);
    const names = some.map((token) => token.toLowerCase());
    const fits = or(
      inArray(environments.environmentId, some),
      inArray(environments.arn, some),
      inArray(raw`lower(${environments.name}) collate "C"`, names),
    );
    rows.push(
      ...(await selectRows(
        sql,
        and(isNull(environments.goneAt), fits),
        { by: "name", direction: "asc" },
        { offset: 0, limit: 10_000 },
      )),
    );
  }
  const byText = new Map<string, Map<string, EnvironmentRow>>();
  const note = (text: string, row: EnvironmentRow) => {
    const known = byText.get(text) ?? new Map<string, EnvironmentRow>();
    byText.set(text, known.set(`${row.accountId}:${row.region}:${row.environmentId}`, row));
  };
  for (const row of rows) {
    note(`id ${row.environmentId}`, row);
    note(`name ${row.name.toLowerCase()}`, row);
    if (row.arn !== null) note(`arn ${row.arn}`, row);
  }
  const matchesOf = (token: string): EnvironmentRow[] => [
    ...new Map(
      [`id ${token}`, `arn ${token}`, `name ${token.toLowerCase()}`].flatMap((text) => [...(byText.get(text) ?? [])]),
    ).values(),
  ];
  return wanted.map((token) => ({ token, matches: matchesOf(token) }));
}

/** Takes a filter and gives the keys of the first `max` environments it lets through, in its order. */
export async function environmentKeys(sql: Sql, filter: EnvironmentFilter, max: number): Promise<EnvironmentKey[]> {
  return sql
    .select({
      accountId: environments.accountId,
      region: environments.region,
      environmentId: environments.environmentId,
    })
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .where(allOf(await listConditions(sql, filter, new Date())))
    .orderBy(...orderOf(filter.sort))
    .limit(max);
}
