import { environmentKeys } from "#lib/db/environment-list.ts";
import { parseFilter } from "#lib/imds/environment-filter.ts";
import { SELECTION_LIMIT } from "#lib/queries/environments.ts";
import { answer } from "../answer.ts";

/** GET: the keys of all environments the parameters' filter lets through, in its order, up to what one rollout may have. */
export function GET(request: Request): Promise<Response> {
  const filter = parseFilter(new URL(request.url).searchParams);
  return answer(async (sql) => ({ keys: await environmentKeys(sql, filter, SELECTION_LIMIT) }));
}
