import { answerIfChanged } from "#app/api/environments/answer.ts";
import { isRolloutId } from "#app/api/rollouts/[id]/read-rollout.ts";
import { listTargets } from "#lib/db/target-list.ts";
import { TARGETS_AT_ONCE } from "#lib/queries/rollout-progress.ts";
import { parseTargetFilter } from "#lib/rollouts/target-filter.ts";

/** GET: a window, from `offset` on, of the rollout's targets that the parameters' filter lets through; of no rollout, none. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const asked = new URL(request.url).searchParams;
  const offset = /^\d{1,6}$/u.test(asked.get("offset") ?? "") ? Number(asked.get("offset")) : 0;
  return answerIfChanged(request, async (sql) =>
    isRolloutId(id)
      ? listTargets(sql, id, parseTargetFilter(asked), { offset, limit: TARGETS_AT_ONCE })
      : { rows: [], matched: 0 },
  );
}
