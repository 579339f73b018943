import { answer } from "#app/api/environments/answer.ts";
import { environmentHistory } from "#lib/db/history-reads.ts";

const LIMIT = 100;

type Context = { params: Promise<{ account: string; region: string; id: string }> };

/** GET: what changed of one environment and what rollouts of ours did to it, each the newest first; also when it is gone. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { account, region, id } = await params;
  return answer((sql) => environmentHistory(sql, { accountId: account, region, environmentId: id }, LIMIT));
}
