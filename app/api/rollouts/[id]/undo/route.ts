import { answer } from "#app/api/environments/answer.ts";
import { isRolloutId } from "#app/api/rollouts/[id]/read-rollout.ts";
import { targetsOf } from "#lib/db/progress-reads.ts";
import { wavesOfRollout } from "#lib/db/wave-reads.ts";
import { undoScopesOf } from "#lib/rollouts/undo.ts";

/** GET: what of a rollout can be rolled back, and what has to be asked before. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return answer(async (sql) => {
    if (!isRolloutId(id)) return [];
    const [targets, waves] = await Promise.all([targetsOf(sql, id), wavesOfRollout(sql, id)]);
    return undoScopesOf(
      targets,
      waves.map(({ number }) => number),
    );
  });
}
