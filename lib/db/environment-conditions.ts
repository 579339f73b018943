import type { SQL } from "drizzle-orm";
import { and, asc, desc, eq, inArray, isNull, sql as raw } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { EnvironmentFilter, Facet, SortKey } from "#lib/imds/environment-filter.ts";
import { FACETS } from "#lib/imds/environment-filter.ts";
import { VERDICTS } from "#lib/imds/readiness.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { tagCondition } from "./tag-conditions.ts";

/** The column behind each facet. */
export const FACET_COLUMNS = {
  accountId: environments.accountId,
  region: environments.region,
  application: environments.application,
  platform: environments.platform,
  tier: environments.tier,
  status: environments.status,
  health: environments.health,
  configured: environments.configured,
  effective: environments.effective,
  readiness: environments.readiness,
  imdsUse: environments.imdsUse,
} as const satisfies Record<Facet, AnyPgColumn>;

/** What is counted per value. */
export type CountedFacet = Facet | "drift";

/** A filter's conditions, apart, so that a facet can be counted without its own. */
export type Conditions = {
  always: SQL | undefined;
  facets: Partial<Record<Facet, SQL>>;
  drift: SQL | undefined;
  /** What a filter says of accepted risks takes the database to know: see `listConditions`. */
  exception?: SQL | undefined;
};

const likePattern = (word: string): string => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

function textCondition(text: string): SQL | undefined {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const lane = raw`lower(${lanes.accountLabel} || ' ' || ${environments.accountId} || ' ' || ${environments.region})`;
  // The database folds both sides: its lower() and JavaScript's differ on some letters.
  return and(
    ...words.map((word) => {
      const pattern = raw`lower(${likePattern(word)})`;
      return raw`(${environments.searchText} like ${pattern} or ${lane} like ${pattern})`;
    }),
  );
}

/** Takes a filter and gives its conditions, accepted risks aside, on an environment that is joined with its lane. */
export function conditionsOf(filter: EnvironmentFilter): Conditions {
  const facets: Partial<Record<Facet, SQL>> = {};
  for (const facet of FACETS) {
    const values: string[] = filter[facet];
    // A column's own words are narrower than string; what is not one of them matches no row.
    const column: AnyPgColumn = FACET_COLUMNS[facet];
    if (values.length > 0) facets[facet] = inArray(column, values);
  }
  return {
    always: and(isNull(environments.goneAt), textCondition(filter.text), tagCondition(filter.tag)),
    facets,
    drift: filter.drift === null ? undefined : eq(environments.drift, filter.drift),
  };
}

/** Takes conditions and gives them as one, leaving out a facet's own where it is named. */
export function allOf({ always, facets, drift, exception }: Conditions, except?: CountedFacet): SQL | undefined {
  return and(
    always,
    except === "drift" ? undefined : drift,
    exception,
    ...FACETS.filter((facet) => facet !== except).map((facet) => facets[facet]),
  );
}

function ranked(column: AnyPgColumn, words: readonly string[]): SQL {
  return raw`array_position(array[${raw.join(
    words.map((word) => raw`${word}`),
    raw`, `,
  )}]::text[], ${column})`;
}

// Byte order, folded: every PostgreSQL sorts by it alike, whatever its locale.
const folded = (column: AnyPgColumn): SQL => raw`lower(${column}) collate "C"`;
const bytes = (column: AnyPgColumn): SQL => raw`${column} collate "C"`;

/** The worst comes first, so that sorting by these finds what needs work. */
export const RANKS = {
  health: ["Red", "Yellow", "Grey", "Green"],
  configured: ["v1-and-v2", "unknown", "unsupported", "v2-only", "not-applicable"],
  effective: ["v1-and-v2", "mixed", "unknown", "no-instances", "v2-only", "not-applicable"],
  readiness: VERDICTS,
} as const;

const SORTS: Record<SortKey, SQL> = {
  name: folded(environments.name),
  application: folded(environments.application),
  account: folded(lanes.accountLabel),
  region: bytes(environments.region),
  platform: folded(environments.platform),
  status: bytes(environments.status),
  health: ranked(environments.health, RANKS.health),
  configured: ranked(environments.configured, RANKS.configured),
  effective: ranked(environments.effective, RANKS.effective),
  readiness: ranked(environments.readiness, RANKS.readiness),
  "last-change": raw`${environments.dateUpdated}`,
};

/** Takes a sort and gives the complete order: equal rows follow by name and identity, so that a window never repeats or drops one. */
export function orderOf({ by, direction }: EnvironmentFilter["sort"]): SQL[] {
  const wanted = direction === "asc" ? asc(SORTS[by]) : desc(SORTS[by]);
  return [
    raw`${wanted} nulls last`,
    folded(environments.name),
    bytes(environments.name),
    bytes(environments.accountId),
    bytes(environments.region),
    bytes(environments.environmentId),
  ];
}
