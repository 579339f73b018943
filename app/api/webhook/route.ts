import { config } from "#lib/config.ts";
import { readDeliveries } from "#lib/db/webhook-queries.ts";
import { answer } from "../environments/answer.ts";

const LIMIT = 10;

/** GET: where messages go and how the last ones went. Of the address only the origin, for a path may be a secret. */
export function GET(): Promise<Response> {
  return answer(async (sql) => {
    const { webhook } = config();
    return {
      origin: webhook === null ? null : new URL(webhook.url).origin,
      ...(await readDeliveries(sql, { limit: LIMIT })),
    };
  });
}
