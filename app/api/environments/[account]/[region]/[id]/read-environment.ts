import { findEnvironment } from "#lib/db/environment-list.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { latestRolloutOf, rolloutSummary } from "#lib/db/rollout-reads.ts";
import { targetDetail } from "#lib/db/target-reads.ts";
import { instancesInUse } from "#lib/db/use-reads.ts";
import type { Sql } from "#lib/db/database.ts";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { EnvironmentAnswer } from "#lib/queries/environment.ts";

/** Takes an environment's key and gives what its pages show, or `null` where it is not listed. */
export async function readEnvironment(sql: Sql, key: EnvironmentKey): Promise<EnvironmentAnswer | null> {
  const [environment, lanes, latest, used] = await Promise.all([
    findEnvironment(sql, key),
    listLanes(sql),
    latestRolloutOf(sql, key),
    instancesInUse(sql, key),
  ]);
  if (environment === null) return null;
  const lane = lanes.find(({ accountId, region }) => accountId === key.accountId && region === key.region) ?? null;
  return {
    environment,
    lane,
    instancesInUse: used,
    latest: latest === null ? null : await readLatest(sql, latest.rolloutId, latest.target.id),
  };
}

async function readLatest(sql: Sql, rolloutId: string, targetId: string): Promise<EnvironmentAnswer["latest"]> {
  const [rollout, target] = await Promise.all([rolloutSummary(sql, rolloutId), targetDetail(sql, rolloutId, targetId)]);
  return rollout === null || target === null ? null : { rollout, target };
}
