import { answer } from "#app/api/environments/answer.ts";
import { ofRollout } from "#app/api/rollouts/[id]/read-rollout.ts";
import { config } from "#lib/config.ts";
import { timedRollout } from "#lib/db/progress-reads.ts";
import { timeLeftOf } from "#lib/rollouts/time-left.ts";

/** GET: about how much time a rollout still needs, and as of when that is; `left` is `null` where it is not under way. 404 where there is none. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const at = new Date().toISOString();
  const readsMetrics = config().metrics !== null;
  return answer(async (sql) => ({
    at,
    left: timeLeftOf(await ofRollout(id, () => timedRollout(sql, id, readsMetrics)), at),
  }));
}
