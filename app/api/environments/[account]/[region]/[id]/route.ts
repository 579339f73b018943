import { answer, NotFound } from "#app/api/environments/answer.ts";
import { readEnvironment } from "./read-environment.ts";

type Context = { params: Promise<{ account: string; region: string; id: string }> };

/** GET: one environment with its lane and the latest change made of it from here; 404 where it is not listed. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { account, region, id } = await params;
  return answer(async (sql) => {
    const found = await readEnvironment(sql, { accountId: account, region, environmentId: id });
    if (found === null) throw new NotFound("unknown-environment", id);
    return found;
  });
}
