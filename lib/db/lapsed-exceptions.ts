import { and, eq, gt, inArray, isNull, lte, not, or } from "drizzle-orm";
import type { LaneKey } from "#lib/imds/environment.ts";
import { allowsV1 } from "#lib/imds/history.ts";
import type { NewAlert } from "./alert-queries.ts";
import type { Sql } from "./database.ts";
import { conditionOf, coveredCondition, LANE } from "./exception-coverage.ts";
import { selectExceptions } from "./exception-queries.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { notedPostures } from "./schema-history.ts";
import { exceptionEnds, exceptions } from "./schema-people.ts";

/**
 * Takes a lane and gives the alerts of its accepted risks that expired or were ended after a time and by another, where no
 * other one covers the environment and what was noted of it allows IMDSv1.
 */
export async function alertsOfLapsed(tx: Sql, lane: LaneKey, after: Date, by: Date): Promise<NewAlert[]> {
  const lapsed = await selectExceptions(
    tx,
    and(
      or(
        eq(exceptions.scope, "filter"),
        and(eq(exceptions.accountId, lane.accountId), eq(exceptions.region, lane.region)),
      ),
      or(
        and(gt(exceptionEnds.at, after), lte(exceptionEnds.at, by)),
        and(isNull(exceptionEnds.at), gt(exceptions.until, after), lte(exceptions.until, by)),
      ),
    ),
  );
  if (lapsed.length === 0) return [];
  const own = lapsed.flatMap(({ scope }) => (scope.kind === "environment" ? [scope.key.environmentId] : []));
  const filters = lapsed.filter(({ scope }) => scope.kind === "filter");
  const rows = await tx
    .select({
      environmentId: environments.environmentId,
      name: environments.name,
      application: environments.application,
      noted: notedPostures,
    })
    .from(environments)
    .innerJoin(lanes, LANE)
    .innerJoin(
      notedPostures,
      and(
        eq(notedPostures.accountId, environments.accountId),
        eq(notedPostures.region, environments.region),
        eq(notedPostures.environmentId, environments.environmentId),
      ),
    )
    .where(
      and(
        eq(environments.accountId, lane.accountId),
        eq(environments.region, lane.region),
        eq(notedPostures.gone, false),
        or(inArray(environments.environmentId, own), ...filters.map(conditionOf)),
        not(await coveredCondition(tx, by)),
      ),
    );
  return rows
    .filter(({ noted }) => allowsV1(noted))
    .map(({ noted: { configured, effective, drift }, ...environment }) => ({
      ...environment,
      kind: "exception-ended",
      detail: { before: null, after: { configured, effective, drift } },
    }));
}
