import type { SQL } from "drizzle-orm";
import { count, eq, sql as raw } from "drizzle-orm";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import { FACETS } from "#lib/imds/environment-filter.ts";
import type { Sql } from "./database.ts";
import type { CountedFacet } from "./environment-conditions.ts";
import { allOf, FACET_COLUMNS } from "./environment-conditions.ts";
import { LANE_OF_ENVIRONMENT } from "./environment-rows.ts";
import { countExcepted, listConditions } from "./exception-coverage.ts";
import { environments, lanes } from "./schema-fleet.ts";

/** A value of a facet, and how many environments would be listed if it alone were chosen there. */
type FacetCount = { value: string; label?: string; count: number };
export type EnvironmentFacets = {
  /** How many the filter lets through. */
  matched: number;
  /** How many of them answer IMDSv1 under an accepted risk. */
  exposed: number;
  facets: Record<CountedFacet | "exception", FacetCount[]>;
};

const COUNTED = [...FACETS, "drift"] as const satisfies CountedFacet[];
const COLUMNS = { ...FACET_COLUMNS, drift: environments.drift };

/**
 * Takes a filter and counts, in one pass over all the facets that are not filtered by, and in one more for each that is:
 * there the facet's own condition is left out, so that its other values show what choosing them would add.
 */
export async function countFacets(sql: Sql, filter: EnvironmentFilter, now: Date): Promise<EnvironmentFacets> {
  const conditions = await listConditions(sql, filter, now);
  const isChosen = (facet: CountedFacet) =>
    (facet === "drift" ? conditions.drift : conditions.facets[facet]) !== undefined;
  const [together, labels, { excepted, others, exposed }, ...apart] = await Promise.all([
    groupBy(
      sql,
      COUNTED.filter((facet) => !isChosen(facet)),
      allOf(conditions),
    ),
    accountLabels(sql),
    countExcepted(sql, filter, now),
    ...COUNTED.filter(isChosen).map((facet) => groupBy(sql, [facet], allOf(conditions, facet))),
  ]);
  const all = [together, ...apart].flatMap(({ counts }) => counts);
  const of = (facet: CountedFacet): FacetCount[] =>
    all
      .filter((it) => it.facet === facet)
      .map(({ value, count: number }) => {
        const label = facet === "accountId" ? labels.get(value) : undefined;
        return label === undefined ? { value, count: number } : { value, label, count: number };
      })
      .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
  const facets = {
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
    drift: of("drift"),
    exception: [
      { value: "true", count: excepted },
      { value: "false", count: others },
    ],
  };
  return { matched: together.matched, exposed, facets };
}

async function accountLabels(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql
    .selectDistinct({ id: lanes.accountId, label: lanes.accountLabel })
    .from(lanes)
    .where(eq(lanes.enabled, true));
  return new Map(rows.map(({ id, label }) => [id, label]));
}

async function groupBy(
  sql: Sql,
  facets: readonly CountedFacet[],
  where: SQL | undefined,
): Promise<{ matched: number; counts: { facet: CountedFacet; value: string; count: number }[] }> {
  const columns = facets.map((facet) => raw`${COLUMNS[facet]}`);
  const values = facets.map((facet) => (facet === "drift" ? raw`${COLUMNS.drift}::text` : raw`${COLUMNS[facet]}`));
  const sets = raw.join([...columns.map((column) => raw`(${column})`), raw`()`], raw`, `);
  // grouping() has a 0 bit for the column a row is grouped by: that tells which facet the row counts.
  const which = columns.length === 0 ? raw<number>`0` : raw<number>`grouping(${raw.join(columns, raw`, `)})`;
  const value =
    columns.length === 0 ? raw<string | null>`null` : raw<string | null>`coalesce(${raw.join(values, raw`, `)})`;
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
