import { and, eq, sql as raw } from "drizzle-orm";
import type { EnvironmentDetail, EnvironmentRow } from "#lib/imds/environment.ts";
import { managedWindowAt } from "#lib/imds/managed-window.ts";
import { configuredWord, postureOf } from "#lib/imds/posture.ts";
import { readinessOf } from "#lib/imds/readiness.ts";
import type { PartsRead } from "#lib/imds/reading.ts";
import { oldestPart } from "#lib/imds/reading.ts";
import type { KnownTags } from "#lib/imds/tags.ts";
import { NO_EVIDENCE } from "#lib/imds/use.ts";
import type { Sql } from "./database.ts";
import { postureFactsOf, readinessFactsOf } from "./environment-posture.ts";
import { withExceptionDetails } from "./exception-coverage.ts";
import { environments, lanes, platforms } from "./schema-fleet.ts";
import { targets } from "./schema-rollouts.ts";

/** The rollout of the one target that holds an environment, if any; a subquery, so that it is looked up for the rows of a window alone. */
const ACTIVE_ROLLOUT = raw<string | null>`(
  select ${targets.rolloutId} from ${targets}
  where ${targets.holds}
    and ${targets.accountId} = ${environments.accountId}
    and ${targets.region} = ${environments.region}
    and ${targets.environmentId} = ${environments.environmentId}
)`;

/** Whether the settings moved since they were read, or could not be read when that was last tried. */
const SETTINGS_ARE_LATE = raw<boolean>`(
  ${environments.settingsFailure} is not null
  or ${environments.settingsDateUpdated} is distinct from ${environments.dateUpdated}
)`;

/** The columns a list shows; the instances and the rest of the row stay in the database. */
export const ROW_COLUMNS = {
  accountId: environments.accountId,
  region: environments.region,
  environmentId: environments.environmentId,
  name: environments.name,
  application: environments.application,
  accountLabel: lanes.accountLabel,
  arn: environments.arn,
  description: environments.description,
  platform: environments.platform,
  tier: environments.tier,
  status: environments.status,
  health: environments.health,
  healthStatus: environments.healthStatus,
  configured: environments.configured,
  configuredIsDefault: environments.configuredIsDefault,
  effective: environments.effective,
  drift: environments.drift,
  draftStatus: environments.draftStatus,
  instanceCount: environments.instanceCount,
  requiredCount: environments.requiredCount,
  imdsUse: environments.imdsUse,
  imdsCalls: environments.imdsCalls,
  readiness: environments.readiness,
  dateUpdated: environments.dateUpdated,
  scannedAt: environments.scannedAt,
  settingsReadAt: environments.settingsReadAt,
  instancesReadAt: environments.instancesReadAt,
  settingsAreLate: SETTINGS_ARE_LATE,
  activeRolloutId: ACTIVE_ROLLOUT,
};

/** An environment's lane, if it is enabled: others are not listed. */
export const LANE_OF_ENVIRONMENT = and(
  eq(lanes.accountId, environments.accountId),
  eq(lanes.region, environments.region),
  eq(lanes.enabled, true),
);

const isoOf = (date: Date | null): string | null => date?.toISOString() ?? null;

type Listed = Omit<EnvironmentRow, "exception">;
type Selected = Omit<Listed, "dateUpdated" | keyof PartsRead | "oldestReadAt"> & {
  dateUpdated: Date | null;
  scannedAt: Date;
  settingsReadAt: Date | null;
  instancesReadAt: Date | null;
  settingsAreLate: boolean;
};

/** Takes what was selected by ROW_COLUMNS and gives the row as lists and the browser have it, but for its exception. */
export function rowOf({ settingsAreLate, ...selected }: Selected): Listed {
  const read = {
    scannedAt: selected.scannedAt.toISOString(),
    settingsReadAt: isoOf(selected.settingsReadAt),
    instancesReadAt: isoOf(selected.instancesReadAt),
  };
  return {
    ...selected,
    ...read,
    dateUpdated: isoOf(selected.dateUpdated),
    oldestReadAt: oldestPart({ ...read, settingsAreLate }),
  };
}

/** While instances run their tags are as old as they; of those that ran last the time was kept. */
function knownTagsOf(row: typeof environments.$inferSelect): KnownTags {
  const { tags, tagsUneven: uneven, tagsFrom, tagsReadAt, instancesReadAt } = row;
  return { tags, uneven, from: tagsFrom, readAt: isoOf(tagsFrom === "instances" ? instancesReadAt : tagsReadAt) };
}

/** Takes a condition on environments and the time; gives every listed environment that fits in full. */
export async function selectDetails(sql: Sql, where: ReturnType<typeof and>, now: Date): Promise<EnvironmentDetail[]> {
  const rows = await sql
    .select({
      row: ROW_COLUMNS,
      environment: environments,
      platform: { supported: platforms.supported, defaultValue: platforms.defaultValue, readAt: platforms.readAt },
      lane: { httpTokensEnforced: lanes.httpTokensEnforced, metricsFailure: lanes.metricsFailure },
    })
    .from(environments)
    .innerJoin(lanes, LANE_OF_ENVIRONMENT)
    .leftJoin(
      platforms,
      and(eq(platforms.region, environments.region), eq(platforms.platformKey, environments.platformKey)),
    )
    .where(where)
    .orderBy(environments.accountId, environments.region, environments.environmentId);
  const details = rows.map(({ row, environment, platform, lane }) => {
    const posture = postureOf(postureFactsOf(environment, platform ?? undefined));
    const managedWindow = managedWindowAt(environment.managedUpdates, now);
    const facts = readinessFactsOf(environment, posture, { ...lane, managedWindow });
    return {
      ...rowOf(row),
      posture,
      evidence: environment.useEvidence ?? NO_EVIDENCE,
      verdict: readinessOf(facts),
      wayBack: configuredWord(posture.configured) === "v2-only" ? readinessOf(facts, "v1-and-v2") : null,
      platformArn: environment.platformArn,
      cname: environment.cname,
      versionLabel: environment.versionLabel,
      dateCreated: isoOf(environment.dateCreated),
      abortable: environment.abortable,
      optionValue: environment.optionValue,
      platformDefault: platform?.defaultValue ?? null,
      platformReadAt: isoOf(platform?.readAt ?? null),
      instances: environment.instances ?? [],
      replacement: environment.replacement,
      launchKind: environment.launchKind,
      managedUpdates: environment.managedUpdates,
      tags: knownTagsOf(environment),
      draftStatus: environment.draftStatus,
      httpTokensEnforced: lane.httpTokensEnforced,
    };
  });
  return withExceptionDetails(sql, details, new Date());
}
