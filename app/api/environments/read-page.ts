import type { Sql } from "#lib/db/database.ts";
import { environmentKeys, listEnvironments } from "#lib/db/environment-list.ts";
import { countExcepted } from "#lib/db/exception-coverage.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentPage } from "#lib/queries/environments.ts";

// More than any list has: only their number is wanted.
const ALL = 1_000_000;

/** Takes a filter and a window and gives what the list shows of it; the first window counts drift and exceptions like the other facets. */
export async function readPage(
  sql: Sql,
  filter: EnvironmentFilter,
  window: { offset: number; limit: number },
): Promise<EnvironmentPage> {
  const page = await listEnvironments(sql, filter, window);
  if (window.offset > 0) return { ...page, exposed: 0, facets: { ...page.facets, drift: [], exception: [] } };
  const { excepted, others: unexcepted, exposed } = await countExcepted(sql, filter, new Date());
  const counting = async (drift: boolean) => (await environmentKeys(sql, { ...filter, drift }, ALL)).length;
  // What is filtered by is counted already, and without a choice the ones not drifted are the rest; drifted ones are few.
  const drifted = filter.drift === true ? page.matched : await counting(true);
  const others =
    filter.drift === true ? await counting(false) : filter.drift === false ? page.matched : page.matched - drifted;
  const drift = [
    { value: "true", count: drifted },
    { value: "false", count: others },
  ];
  const exception = [
    { value: "true", count: excepted },
    { value: "false", count: unexcepted },
  ];
  return { ...page, exposed, facets: { ...page.facets, drift, exception } };
}
