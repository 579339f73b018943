import type { SQL } from "drizzle-orm";
import { and, count, eq, inArray, isNull, or, sql as raw } from "drizzle-orm";
import type { EnvironmentDetail, EnvironmentKey, EnvironmentRow } from "#lib/imds/environment.ts";
import type { EnvironmentFilter, Facet } from "#lib/imds/environment-filter.ts";
import { FACETS, isFiltering } from "#lib/imds/environment-filter.ts";
import type { Sql } from "./database.ts";
import type { Conditions } from "./environment-conditions.ts";
import { allOf, FACET_COLUMNS, orderOf } from "./environment-conditions.ts";
import { LANE_OF_ENVIRONMENT, ROW_COLUMNS, rowOf, selectDetails } from "./environment-rows.ts";
import { listConditions, withExceptions } from "./exception-coverage.ts";
import { environments, lanes } from "./schema.ts";

/** A value of a facet, and how many environments would be listed if it alone were chosen there. */
type FacetCount = { value: string; label?: string; count: number };
export type EnvironmentPage = {
  rows: EnvironmentRow[];
  /** How many the filter lets through, and how many there are at all. */
  matched: number;
  total: number;
  facets: Record<Facet, FacetCount[]>;
};

/** The most rows one window may have. */
const WINDOW_LIMIT = 500;

const isEnvironment = (key: EnvironmentKey): SQL | undefined =>
  and(
    eq(environments.accountId, key.accountId),
    eq(environments.region, key.region),
    eq(environments.environmentId, key.environmentId),
  );

/** Takes a filter and a window and gives that window's rows, with counts for the filter's controls. */
export async function listEnvironments(
  sql: Sql,
  filter: EnvironmentFilter,
  window: { offset: number; limit: number },
): Promise<EnvironmentPage> {
  const conditions = await listConditions(sql, filter, new Date());
  const limit = Math.min(Math.max(window.limit, 0), WINDOW_LIMIT);
  const [rows, facets, total] = await Promise.all([
    selectRows(sql, allOf(conditions), filter.sort, { offset: Math.max(window.offset, 0), limit }),
    countFacets(sql, conditions),
    isFiltering(filter) ? countAll(sql) : null,
  ]);
  return { rows, matched: facets.matched, total: total ?? facets.matched, facets: facets.byFacet };
}

async function selectRows(
  sql: Sql,
  where: SQL | undefined,
  sort: EnvironmentFilter["sort"],
  { offset, limit }: { offset: number; limit: number },
): Promise<EnvironmentRow[]> {
  const rows = await sql
    .select(ROW_COLUMNS)
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .where(where)
    .orderBy(...orderOf(sort))
    .limit(limit)
    .offset(offset);
  return withExceptions(sql, rows.map(rowOf), new Date());
}

async function countAll(sql: Sql): Promise<number> {
  const [row] = await sql
    .select({ all: count() })
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .where(isNull(environments.goneAt));
  return row?.all ?? 0;
}

type Counted = { matched: number; byFacet: Record<Facet, FacetCount[]> };

/**
 * Counts in one pass over all the facets that are not filtered by, and in one more for each that is: there the facet's
 * own condition is left out, so that its other values show what choosing them would add.
 */
async function countFacets(sql: Sql, conditions: Conditions): Promise<Counted> {
  const chosen = FACETS.filter((facet) => conditions.facets[facet] !== undefined);
  const free = FACETS.filter((facet) => conditions.facets[facet] === undefined);
  const [together, ...apart] = await Promise.all([
    groupBy(sql, free, allOf(conditions)),
    ...chosen.map((facet) => groupBy(sql, [facet], allOf(conditions, facet))),
  ]);
  const all = [...(together?.counts ?? []), ...apart.flatMap(({ counts }) => counts)];
  const labels = new Map(
    (
      await sql.select({ id: lanes.accountId, label: lanes.accountLabel }).from(lanes).where(eq(lanes.enabled, true))
    ).map(({ id, label }) => [id, label]),
  );
  const of = (facet: Facet): FacetCount[] =>
    all
      .filter((it) => it.facet === facet)
      .map(({ value, count: number }) => {
        const label = facet === "accountId" ? labels.get(value) : undefined;
        return label === undefined ? { value, count: number } : { value, label, count: number };
      })
      .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
  const byFacet = {
    accountId: of("accountId"),
    region: of("region"),
    application: of("application"),
    platform: of("platform"),
    tier: of("tier"),
    status: of("status"),
    health: of("health"),
    configured: of("configured"),
    effective: of("effective"),
    readiness: of("readiness"),
    imdsUse: of("imdsUse"),
  };
  return { matched: together?.matched ?? 0, byFacet };
}

async function groupBy(
  sql: Sql,
  facets: readonly Facet[],
  where: SQL | undefined,
): Promise<{ matched: number; counts: { facet: Facet; value: string; count: number }[] }> {
  const columns = facets.map((facet) => raw`${FACET_COLUMNS[facet]}`);
  const sets = raw.join([...columns.map((column) => raw`(${column})`), raw`()`], raw`, `);
  // grouping() has a 0 bit for the column a row is grouped by: that tells which facet the row counts.
  const which = columns.length === 0 ? raw<number>`0` : raw<number>`grouping(${raw.join(columns, raw`, `)})`;
  const value =
    columns.length === 0 ? raw<string | null>`null` : raw<string | null>`coalesce(${raw.join(columns, raw`, `)})`;
  const rows = await sql
    .select({ which: which.mapWith(Number), value, count: count() })
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .where(where)
    .groupBy(raw`grouping sets (${sets})`);
  const everything = 2 ** facets.length - 1;
  const matched = rows.find((row) => row.which === everything)?.count ?? 0;
  const counts = rows.flatMap((row) => {
    const facet = facets.find((_, index) => row.which === everything - 2 ** (facets.length - 1 - index));
    return facet === undefined || row.value === null ? [] : [{ facet, value: row.value, count: row.count }];
  });
  return { matched, counts };
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
      inArray(raw`lower(${environments.name})`, names),
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
