import { listLanes } from "#lib/db/lane-queries.ts";
import { answer } from "../environments/answer.ts";

/** GET: every configured lane, how far its scan is and how its last one ended. */
export function GET(): Promise<Response> {
  return answer(listLanes);
}
