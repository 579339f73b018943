import { and, eq, isNull, lt, ne, notInArray, or, sql as raw } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { Sql } from "./database.ts";
import type { StaleSettings } from "./environment-facts.ts";
import { environments } from "./schema-fleet.ts";

/** Statuses in which a pending draft is still being deployed. AWS: API_EnvironmentDescription. */
const UNDER_WAY = ["Updating", "Aborting"];

/** Statuses in which nothing is deployed yet, or any more: asking for settings would be a call for nothing. */
const WITHOUT_SETTINGS = ["Launching", "Terminating"];

/**
 * Gives a lane's environments whose settings were never read, whose DateUpdated moved since, or which were read in the middle
 * of an update that is over; with `readBefore` also those read before that time. Never-read ones first, then the longest unread. Cluster environments have none to read, nor
 * have those that are being launched or terminated.
 */
export async function environmentsWithStaleSettings(
  sql: Sql,
  lane: LaneKey,
  readBefore?: Date,
): Promise<StaleSettings[]> {
  const rows = await sql
    .select({
      accountId: environments.accountId,
      region: environments.region,
      environmentId: environments.environmentId,
      name: environments.name,
      application: environments.application,
      dateUpdated: environments.dateUpdated,
      readAt: environments.settingsReadAt,
    })
    .from(environments)
    .where(
      and(
        eq(environments.accountId, lane.accountId),
        eq(environments.region, lane.region),
        isNull(environments.goneAt),
        ne(environments.tier, "Cluster"),
        notInArray(environments.status, WITHOUT_SETTINGS),
        or(
          isNull(environments.settingsReadAt),
          raw`${environments.settingsDateUpdated} is distinct from ${environments.dateUpdated}`,
          // AWS does not promise to move DateUpdated again when an update ends; the list's status tells that it has.
          and(eq(environments.draftStatus, "pending"), notInArray(environments.status, UNDER_WAY)),
          readBefore === undefined ? undefined : lt(environments.settingsReadAt, readBefore),
        ),
      ),
    )
    .orderBy(raw`${environments.settingsReadAt} asc nulls first`, environments.environmentId);
  return rows.map((row) => ({
    ...row,
    dateUpdated: row.dateUpdated?.toISOString() ?? null,
    readAt: row.readAt?.toISOString() ?? null,
  }));
}
