import { listBeanstalkInstances } from "#lib/aws/ec2.ts";
import { listEnvironments, readResources, readSettings } from "#lib/aws/elastic-beanstalk.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { Sql } from "#lib/db/database.ts";
import { storeEnvironments, storeInstances, storeSettings } from "#lib/db/environment-queries.ts";
import { storeTags } from "#lib/db/tag-queries.ts";
import { noteInstances } from "#lib/db/use-queries.ts";
import type { EnvironmentFacts, EnvironmentKey } from "#lib/imds/environment.ts";
import { hasVanished } from "./lane-failure.ts";
import { refreshPlatform } from "./scan-platforms.ts";

// History is not written here but by the lane's next scan: it compares what is stored with what was noted last, so that
// nothing a reading finds is lost. Of one environment read apart, who changed it could not be told: a rollout's transitions
// are weighed against the time at which the whole lane was read.

/**
 * Takes one environment and reads it anew: its lane's environments and instances, its platform's default, its deployed
 * setting, and its live resources, which tell launch template from launch configuration. CloudWatch, which bills each
 * reading, is left to scans.
 * Gives `false` where AWS no longer lists it.
 * @throws AwsCallError in AWS's words.
 */
export async function refreshEnvironmentNow(
  sql: Sql,
  access: LaneAccess,
  key: EnvironmentKey,
  now: () => Date,
): Promise<boolean> {
  const list = async () => {
    const facts = await listEnvironments(access);
    await storeEnvironments(sql, access, facts, now());
    return facts.find((candidate) => candidate.environmentId === key.environmentId);
  };
  const fact = await list();
  if (fact === undefined) return false;
  const { instances, tags } = await listBeanstalkInstances(access);
  await storeTags(sql, access, tags, now());
  await storeInstances(sql, access, instances, now());
  await noteInstances(sql, access, instances, now());
  // Cluster environments run on EKS: they have neither the option nor launch resources.
  if (fact.tier === "Cluster") return true;
  await refreshPlatform({ sql, access, now }, fact);
  try {
    await readParts(sql, access, fact, now);
  } catch (error) {
    if (!(error instanceof AwsCallError) || !hasVanished(error.failure)) throw error;
    // Terminated between two calls: not a failure, but what was asked for.
    if ((await list()) !== undefined) throw error;
    return false;
  }
  return true;
}

/** Reads the deployed setting and the live resources of an environment as it was just listed. */
async function readParts(sql: Sql, access: LaneAccess, fact: EnvironmentFacts, now: () => Date): Promise<void> {
  const key = { accountId: access.accountId, region: access.region, environmentId: fact.environmentId };
  const settings = await readSettings(access, { application: fact.application, name: fact.name });
  const resources = await readResources(access, key.environmentId);
  await storeSettings(sql, key, {
    ...settings,
    launchKind: settings.launchKind ?? resources.launchKind,
    // The list's DateUpdated, for the settings' own is cut to whole seconds.
    listedDateUpdated: fact.dateUpdated,
    readAt: now(),
  });
}
