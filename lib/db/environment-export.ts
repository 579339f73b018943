import { and, sql as raw } from "drizzle-orm";
import type { EnvironmentDetail, EnvironmentKey } from "#lib/imds/environment.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { Sql } from "./database.ts";
import { allOf } from "./environment-conditions.ts";
import { environmentKeys } from "./environment-list.ts";
import { selectDetails } from "./environment-rows.ts";
import { listConditions } from "./exception-coverage.ts";
import { environments } from "./schema-fleet.ts";

/** How many environments one statement reads, and so how many an export holds at a time. */
const PAGE = 500;
/** More than there ever are. */
const ALL = 1_000_000;

const textOf = ({ accountId, region, environmentId }: EnvironmentKey): string =>
  `${accountId} ${region} ${environmentId}`;

/**
 * Takes a filter and gives everything about the environments it lets through, in its order, a page at a time; the next
 * page is read when it is asked for. The keys are read at once, before the first page: pages that each asked for "what
 * follows the last row" would repeat or miss an environment whose health or status, by which they are sorted, changes
 * meanwhile. So each is given at most once, in the order of that moment; one that a page finds gone, or no longer let
 * through, is left out; one that comes later is not there.
 */
export async function exportEnvironments(
  sql: Sql,
  filter: EnvironmentFilter,
  pageSize = PAGE,
): Promise<AsyncGenerator<EnvironmentDetail[], void>> {
  return pagesOf(sql, filter, await environmentKeys(sql, filter, ALL), pageSize);
}

async function* pagesOf(
  sql: Sql,
  filter: EnvironmentFilter,
  keys: readonly EnvironmentKey[],
  pageSize: number,
): AsyncGenerator<EnvironmentDetail[], void> {
  const stillFits = allOf(await listConditions(sql, filter, new Date()));
  for (let start = 0; start < keys.length; start += pageSize) {
    const page = keys.slice(start, start + pageSize);
    const among = raw`(${environments.accountId}, ${environments.region}, ${environments.environmentId}) in (
      select x."accountId", x.region, x."environmentId"
      from jsonb_to_recordset(${JSON.stringify(page)}::text::jsonb) as x("accountId" text, region text, "environmentId" text))`;
    const found = new Map(
      (await selectDetails(sql, and(among, stillFits), new Date())).map((row) => [textOf(row), row]),
    );
    yield page.flatMap((key) => found.get(textOf(key)) ?? []);
  }
}
