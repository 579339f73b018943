import { answerIfChanged } from "#app/api/environments/answer.ts";
import { isRolloutId } from "#app/api/rollouts/[id]/read-rollout.ts";
import { readFailures } from "./read-failures.ts";

/** GET: what failed of a rollout, by what is to be done about it. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  return answerIfChanged(request, async (sql) => (isRolloutId(id) ? readFailures(sql, id) : []));
}
