import { listEnvironments } from "#lib/db/environment-list.ts";
import type { Sql } from "#lib/db/database.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentPage } from "#lib/queries/environments.ts";

/** Takes a filter and a window and gives what the list shows of it, drift counted like the other facets. */
export async function readPage(
  sql: Sql,
  filter: EnvironmentFilter,
  window: { offset: number; limit: number },
): Promise<EnvironmentPage> {
  const drifting = (drift: boolean) => listEnvironments(sql, { ...filter, drift }, { offset: 0, limit: 0 });
  const page = await listEnvironments(sql, filter, window);
  if (window.offset > 0) return { ...page, facets: { ...page.facets, drift: [] } };
  const drifted = (await drifting(true)).matched;
  const agreeing = filter.drift === null ? page.matched - drifted : (await drifting(false)).matched;
  const drift = [
    { value: "true", count: drifted },
    { value: "false", count: agreeing },
  ];
  return { ...page, facets: { ...page.facets, drift } };
}
