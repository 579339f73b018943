import { answer, NotFound } from "#app/api/environments/answer.ts";
import { readRollout, readTarget } from "./read-rollout.ts";

/** GET: one rollout with its targets; with `?target=`, that target alone with all that is kept of it. 404 where there is none. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const targetId = new URL(request.url).searchParams.get("target");
  return answer(async (sql) => {
    const found = targetId === null ? await readRollout(sql, id) : await readTarget(sql, id, targetId);
    if (found === null) throw new NotFound("unknown-rollout", id);
    return found;
  });
}
