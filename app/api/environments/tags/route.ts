import { countTagKeys, countTagValues } from "#lib/db/tag-queries.ts";
import { parseFilter } from "#lib/imds/environment-filter.ts";
import { answer } from "../answer.ts";

/** GET: the tag keys of the environments the parameters' filter lets through, or with `of` the values of that key, with counts. */
export function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const filter = parseFilter(params);
  const key = params.get("of")?.replaceAll("\0", "");
  return answer(async (sql) => ({
    counts: key === undefined ? await countTagKeys(sql, filter) : await countTagValues(sql, filter, key),
  }));
}
