import { rangeOf } from "#lib/imds/history.ts";
import { answer } from "../environments/answer.ts";
import { readOverview } from "./read-overview.ts";

/** GET: the posture of all accounts now and over `?days=`, open alerts and recent changes. */
export function GET(request: Request): Promise<Response> {
  const days = rangeOf(new URL(request.url).searchParams.get("days"));
  return answer((sql) => readOverview(sql, days));
}
