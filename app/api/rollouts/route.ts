import { answerIfChanged } from "#app/api/environments/answer.ts";
import { listRollouts } from "#lib/db/rollout-reads.ts";
import { ROLLOUTS_AT_ONCE } from "#lib/queries/rollouts.ts";
import { statusIn } from "#lib/rollouts/rollout.ts";
import { isRolloutId } from "./[id]/read-rollout.ts";

/** GET: the newest rollouts, without discarded drafts; `status` narrows them, `after` is the last one already seen. */
export function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  const after = asked.get("after");
  const status = statusIn(asked.get("status"));
  return answerIfChanged(request, (sql) =>
    listRollouts(sql, {
      limit: ROLLOUTS_AT_ONCE,
      status,
      after: after === null || !isRolloutId(after) ? null : after,
    }),
  );
}
