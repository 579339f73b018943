import { database } from "#lib/db/database.ts";

/** For load balancers and scripts: 200 once the database answers, else 503. Tells nothing else, for nobody signs in to ask. */
export async function GET(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    await (await database()).sql.execute("select 1");
    return Response.json({ status: "ok" }, { headers });
  } catch {
    return Response.json({ status: "unavailable" }, { status: 503, headers });
  }
}
