import { BadRequest, respond } from "#app/api/environments/answer.ts";
import { formatOf } from "#app/api/environments/file-answer.ts";
import { ofRollout } from "#app/api/rollouts/[id]/read-rollout.ts";
import { readReport } from "./read-report.ts";

/** GET: a rollout's report as a file, each target with what became of it; `format` is `csv` or `json`. 404 where there is none. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const format = formatOf(new URL(request.url).searchParams.get("format"));
  return respond((sql) => {
    if (format === undefined) throw new BadRequest("format: csv or json");
    return ofRollout(id, () => readReport(sql, id, format, new Date()));
  });
}
