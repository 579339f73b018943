import { countFacets } from "#lib/db/environment-facets.ts";
import { parseFilter } from "#lib/imds/environment-filter.ts";
import { answer } from "../answer.ts";

/** GET: how many environments each value of each facet would leave, beside the filter in the parameters. */
export function GET(request: Request): Promise<Response> {
  return answer((sql) => countFacets(sql, parseFilter(new URL(request.url).searchParams), new Date()));
}
