import { answer, BadRequest, NotFound } from "#app/api/environments/answer.ts";
import { isRolloutId } from "#app/api/rollouts/[id]/read-rollout.ts";
import { readLocalTime } from "#lib/rollouts/window-times.ts";
import { readRolloutWindows } from "./read-rollout-windows.ts";

/** GET: what change windows say of a rollout; with `?local=` and `?zone=`, of a start then. 404 where there is none. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const asked = new URL(request.url).searchParams;
  const local = asked.get("local");
  return answer(async (sql) => {
    const start = local === null ? null : readLocalTime(local, asked.get("zone") ?? "UTC");
    if (start === undefined) throw new BadRequest(`local: ${local}`);
    const found = isRolloutId(id) ? await readRolloutWindows(sql, id, { start, now: new Date() }) : null;
    if (found === null) throw new NotFound("unknown-rollout", id);
    return found;
  });
}
