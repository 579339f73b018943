import { answerIfChanged } from "#app/api/environments/answer.ts";
import { ofRollout } from "#app/api/rollouts/[id]/read-rollout.ts";
import { rolloutHappenings } from "#lib/db/happening-reads.ts";

/** GET: what happened to a rollout as a whole, oldest first. 404 where there is none. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return answerIfChanged(request, (sql) => ofRollout(id, () => rolloutHappenings(sql, id)));
}
