import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { EnvironmentKey, GoneEnvironment } from "#lib/imds/environment.ts";
import type { Sql } from "./database.ts";
import { environments } from "./schema-fleet.ts";

/** Takes a key and gives what is known of the environment if AWS listed it once and no longer does, else `null`. */
export async function findGone(
  sql: Sql,
  { accountId, region, environmentId }: EnvironmentKey,
): Promise<GoneEnvironment | null> {
  const inLane = and(eq(environments.accountId, accountId), eq(environments.region, region));
  const [gone] = await sql
    .select({ name: environments.name, application: environments.application, goneAt: environments.goneAt })
    .from(environments)
    .where(and(inLane, eq(environments.environmentId, environmentId), isNotNull(environments.goneAt)));
  if (gone === undefined || gone.goneAt === null) return null;
  // AWS lets a name go with the environment that had it: at most one has it now.
  const [successor] = await sql
    .select({ environmentId: environments.environmentId })
    .from(environments)
    .where(and(inLane, eq(environments.name, gone.name), isNull(environments.goneAt)));
  return {
    accountId,
    region,
    environmentId,
    name: gone.name,
    application: gone.application,
    goneAt: gone.goneAt.toISOString(),
    successorId: successor?.environmentId ?? null,
  };
}
