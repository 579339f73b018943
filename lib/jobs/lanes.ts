import { AwsCallError } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import { readIdentity } from "#lib/aws/sts.ts";
import type { Config } from "#lib/config.ts";
import { failScan, syncLanes } from "#lib/db/lane-queries.ts";
import type { Sql } from "#lib/db/database.ts";
import type { LaneKey } from "#lib/imds/environment.ts";

export type ConfiguredLane = LaneAccess & { accountLabel: string };

/** What stands for the account id while the ambient credentials cannot say whose they are. */
const UNKNOWN_ACCOUNT = "ambient";

/** Takes a lane and gives the text that stands for it in job keys and maps. */
export function laneName(lane: LaneKey): string {
  return `${lane.accountId}:${lane.region}`;
}

/**
 * Takes the configuration and gives its lanes, and writes them to the database. Ambient credentials are asked whose
 * they are; where they cannot tell, their lanes show AWS's error instead of looking empty.
 */
export async function resolveLanes(config: Config, sql: Sql, now: Date): Promise<Map<string, ConfiguredLane>> {
  const lanes: ConfiguredLane[] = [];
  const failures: { lane: LaneKey; error: AwsCallError }[] = [];
  for (const account of config.accounts) {
    if (account.kind === "account") {
      const { id: accountId, label: accountLabel, roleArn, externalId, regions } = account;
      lanes.push(...regions.map((region) => ({ accountId, region, accountLabel, roleArn, externalId })));
      continue;
    }
    const ambient = { roleArn: null, externalId: null };
    let accountId = UNKNOWN_ACCOUNT;
    try {
      ({ accountId } = await readIdentity({ accountId, region: account.regions[0] ?? "us-east-1", ...ambient }));
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      failures.push(...account.regions.map((region) => ({ lane: { accountId: UNKNOWN_ACCOUNT, region }, error })));
    }
    lanes.push(...account.regions.map((region) => ({ ...ambient, accountId, region, accountLabel: accountId })));
  }
  await syncLanes(
    sql,
    lanes.map(({ accountId, region, accountLabel, roleArn }) => ({ accountId, region, accountLabel, roleArn })),
  );
  for (const { lane, error } of failures) await failScan(sql, lane, { ...error.failure, phase: "identity" }, now);
  return new Map(lanes.filter((lane) => lane.accountId !== UNKNOWN_ACCOUNT).map((lane) => [laneName(lane), lane]));
}
