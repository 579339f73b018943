import { answer } from "#app/api/environments/answer.ts";
import { currentHalt } from "#lib/db/halt-queries.ts";

/** GET: who halted every rollout, when and why; `null` where nobody did. */
export function GET(): Promise<Response> {
  return answer(async (sql) => ({ halt: await currentHalt(sql) }));
}
