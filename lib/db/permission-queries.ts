import { and, eq, gte, isNotNull, isNull, max, or, sql as raw } from "drizzle-orm";
import type { AwsFailure } from "#lib/errors.ts";
import type { MissingPermission } from "#lib/imds/account.ts";
import { deniedAction, isDenied } from "#lib/rollouts/denied-action.ts";
import { listAccounts, readOrganizationReading } from "./account-queries.ts";
import type { Sql } from "./database.ts";
import { environments, lanes } from "./schema-fleet.ts";
import { rollouts, targets } from "./schema-rollouts.ts";

/** One refusal, before those of the same action in the same account are put together. */
type Refused = {
  accountId: string | null;
  accountLabel: string | null;
  region: string | null;
  operation: string;
  words: string | null;
  requestId: string | null;
  at: string;
};

function ofFailure(
  place: Pick<Refused, "accountId" | "accountLabel" | "region">,
  failure: AwsFailure | null,
  at: Date | string | null,
): Refused[] {
  if (failure === null || at === null || !isDenied(failure)) return [];
  const { operation, message: words, requestId } = failure;
  return [{ ...place, operation, words, requestId, at: typeof at === "string" ? at : at.toISOString() }];
}

/** What scans, metrics and rollouts were refused in the enabled lanes. */
async function refusedInLanes(sql: Sql): Promise<Refused[]> {
  const rows = await sql.select().from(lanes).where(eq(lanes.enabled, true));
  return rows.flatMap((lane) => {
    const place = { accountId: lane.accountId, accountLabel: lane.accountLabel, region: lane.region };
    // A scan goes on without this one and keeps no words: that nothing is known is what it leaves.
    const defaults =
      lane.httpTokensEnforced === null && lane.lastSuccessAt !== null
        ? [
            {
              ...place,
              operation: "ec2:GetInstanceMetadataDefaults",
              words: null,
              requestId: null,
              at: lane.lastSuccessAt.toISOString(),
            },
          ]
        : [];
    return [
      ...ofFailure(place, lane.failure, lane.failedAt),
      ...ofFailure(place, lane.metricsFailure, lane.metricsFailedAt),
      ...ofFailure(place, lane.platformsFailure, lane.platformsFailure?.at ?? null),
      ...ofFailure(place, lane.engineFailure, lane.engineFailedAt),
      ...defaults,
    ];
  });
}

/** What changes were refused, once per lane and words. */
async function refusedChanges(sql: Sql): Promise<Refused[]> {
  const rows = await sql
    .selectDistinct({
      accountId: environments.accountId,
      accountLabel: lanes.accountLabel,
      region: environments.region,
      denial: environments.changeRefused,
    })
    .from(environments)
    .innerJoin(lanes, and(eq(lanes.accountId, environments.accountId), eq(lanes.region, environments.region)))
    .where(and(isNotNull(environments.changeRefused), isNull(environments.goneAt), eq(lanes.enabled, true)));
  return rows.flatMap(({ denial, ...place }) =>
    (denial?.words ?? []).map((words) => ({
      ...place,
      operation: "elasticbeanstalk:UpdateEnvironment",
      words,
      requestId: null,
      at: denial?.at ?? "",
    })),
  );
}

/** What was refused when the settings of single environments were last read. */
async function refusedSettings(sql: Sql): Promise<Refused[]> {
  const rows = await sql
    .select({
      accountId: environments.accountId,
      accountLabel: lanes.accountLabel,
      region: environments.region,
      failed: environments.settingsFailure,
    })
    .from(environments)
    .innerJoin(lanes, and(eq(lanes.accountId, environments.accountId), eq(lanes.region, environments.region)))
    .where(and(isNotNull(environments.settingsFailure), isNull(environments.goneAt), eq(lanes.enabled, true)));
  return rows.flatMap(({ failed, ...place }) => ofFailure(place, failed?.failure ?? null, failed?.at ?? null));
}

/** What was refused when AWS was asked about plans: in each lane since the newest plan there that AWS has said something to. */
async function refusedValidations(sql: Sql): Promise<Refused[]> {
  const kind = raw`${targets.validation}->>'kind'`;
  const answered = sql
    .select({
      accountId: targets.accountId,
      region: targets.region,
      plannedAt: max(rollouts.createdAt).as("planned_at"),
    })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .where(raw`${kind} <> 'unanswered'`)
    .groupBy(targets.accountId, targets.region)
    .as("answered");
  const rows = await sql
    .select({
      accountId: targets.accountId,
      accountLabel: lanes.accountLabel,
      region: targets.region,
      validation: targets.validation,
      at: rollouts.createdAt,
    })
    .from(targets)
    .innerJoin(rollouts, eq(rollouts.id, targets.rolloutId))
    .innerJoin(lanes, and(eq(lanes.accountId, targets.accountId), eq(lanes.region, targets.region)))
    .leftJoin(answered, and(eq(answered.accountId, targets.accountId), eq(answered.region, targets.region)))
    .where(
      and(
        raw`${kind} = 'unanswered'`,
        eq(lanes.enabled, true),
        or(isNull(answered.plannedAt), gte(rollouts.createdAt, answered.plannedAt)),
      ),
    );
  return rows.flatMap(({ validation, at, ...place }) =>
    validation?.kind === "unanswered" ? ofFailure(place, validation.failure, at) : [],
  );
}

async function refusedDiscoveries(sql: Sql): Promise<Refused[]> {
  const organization = (await readOrganizationReading(sql))?.failure ?? null;
  const accounts = await listAccounts(sql);
  return [
    ...ofFailure({ accountId: null, accountLabel: null, region: null }, organization, organization?.at ?? null),
    ...accounts.flatMap(({ accountId, label: accountLabel, failure }) =>
      ofFailure({ accountId, accountLabel, region: null }, failure, failure?.at ?? null),
    ),
  ];
}

/**
 * Gives the permissions that AWS last said are missing, one entry for each account and action, with what they stopped and
 * the newest words. What succeeded since is not in it, for every success clears its failure.
 */
export async function missingPermissions(sql: Sql): Promise<MissingPermission[]> {
  const refused = [
    ...(await refusedDiscoveries(sql)),
    ...(await refusedInLanes(sql)),
    ...(await refusedSettings(sql)),
    ...(await refusedValidations(sql)),
    ...(await refusedChanges(sql)),
  ];
  const missing = new Map<string, MissingPermission>();
  for (const { accountId, accountLabel, region, operation, words, requestId, at } of refused) {
    const action = deniedAction(words ?? "", operation);
    const key = JSON.stringify([accountId, action]);
    const known = missing.get(key) ?? {
      accountId,
      accountLabel,
      action,
      stopped: [],
      regions: [],
      words,
      requestId,
      at,
    };
    missing.set(key, {
      ...(known.at < at ? { ...known, words, requestId, at } : known),
      stopped: [...new Set([...known.stopped, operation])].toSorted(),
      regions: [...new Set([...known.regions, ...(region === null ? [] : [region])])].toSorted(),
    });
  }
  const order = ({ accountLabel, action }: MissingPermission) => `${accountLabel ?? ""} ${action}`;
  return [...missing.values()].toSorted((one, other) => (order(one) < order(other) ? -1 : 1));
}
