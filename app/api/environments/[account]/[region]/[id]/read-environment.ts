import { findEnvironment } from "#lib/db/environment-list.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { latestRolloutOf, rolloutDetail } from "#lib/db/rollout-reads.ts";
import { instancesInUse } from "#lib/db/use-queries.ts";
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
  const detail = await rolloutDetail(sql, rolloutId);
  const target = detail?.targets.find(({ id }) => id === targetId);
  if (detail === null || target === undefined) return null;
  const { targets: _targets, laneFailures: _laneFailures, ...rollout } = detail;
  return { rollout, target };
}
