import { listRollouts } from "#lib/db/rollout-reads.ts";
import { answer } from "#app/api/environments/answer.ts";

const LIMIT = 200;

/** GET: the newest rollouts, without discarded drafts. */
export function GET(): Promise<Response> {
  return answer((sql) => listRollouts(sql, { limit: LIMIT }));
}
