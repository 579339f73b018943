import { answerIfChanged } from "#app/api/environments/answer.ts";
import { config } from "#lib/config.ts";
import { rolloutProgress } from "#lib/db/progress-reads.ts";
import { targetDetail } from "#lib/db/target-reads.ts";
import { isRolloutId, ofRollout } from "./read-rollout.ts";

/** GET: how far one rollout is, without its targets; with `?target=`, that target alone with all that is kept of it. 404 where there is none. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const target = new URL(request.url).searchParams.get("target");
  return answerIfChanged(request, (sql) =>
    ofRollout(id, async () => {
      if (target === null) return rolloutProgress(sql, id, config().metrics !== null);
      return isRolloutId(target) ? targetDetail(sql, id, target) : null;
    }),
  );
}
