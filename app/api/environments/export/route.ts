import { parseFilter } from "#lib/imds/environment-filter.ts";
import { BadRequest, respond } from "../answer.ts";
import { formatOf } from "../file-answer.ts";
import { readExport } from "./read-export.ts";

/** GET: all environments the parameters' filter lets through, in its order, as a file; `format` is `csv` or `json`. */
export function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  return respond((sql) => {
    const format = formatOf(params.get("format"));
    if (format === undefined) throw new BadRequest("format: csv or json");
    return readExport(sql, format, parseFilter(params), new Date());
  });
}
