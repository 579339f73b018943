import { listEnvironments } from "#lib/db/environment-list.ts";
import { parseFilter } from "#lib/imds/environment-filter.ts";
import { answer } from "./answer.ts";

const WINDOW = 100;

function whole(text: string | null, fallback: number, most: number): number {
  return text !== null && /^\d{1,7}$/.test(text) ? Math.min(Number(text), most) : fallback;
}

/** GET: a window of the environments the parameters' filter lets through; `text` is another name for its `q`. */
export function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const filter = parseFilter(params);
  const window = { offset: whole(params.get("offset"), 0, 9_999_999), limit: whole(params.get("limit"), WINDOW, 500) };
  return answer((sql) => listEnvironments(sql, { ...filter, text: params.get("text")?.trim() ?? filter.text }, window));
}
