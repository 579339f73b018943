import { z } from "zod";
import { findByText } from "#lib/db/environment-list.ts";
import { BadRequest, answer } from "../answer.ts";

// AWS: an ARN has at most 2048 characters.
const Body = z.strictObject({ tokens: z.array(z.string().min(1).max(2048)).min(1).max(1000) });

/** POST, because a paste outgrows an address; it only reads: the environments each pasted name, id or ARN means. */
export function POST(request: Request): Promise<Response> {
  return answer(async (sql) => {
    const body = Body.safeParse(await request.json().catch(() => null));
    if (!body.success) throw new BadRequest("tokens: 1 to 1000 names, ids or ARNs");
    return { results: await findByText(sql, body.data.tokens) };
  });
}
