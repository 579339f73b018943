import { answerIfChanged } from "#app/api/environments/answer.ts";
import { ofRollout } from "#app/api/rollouts/[id]/read-rollout.ts";
import { config } from "#lib/config.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";

/** GET: one rollout with all of its targets and all that happened to them, as a draft is reviewed. 404 where there is none. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return answerIfChanged(request, (sql) => ofRollout(id, () => rolloutDetail(sql, id, config().metrics !== null)));
}
