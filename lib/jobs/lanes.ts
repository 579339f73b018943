import type { LaneAccess } from "#lib/aws/lane.ts";
import type { Config } from "#lib/config.ts";
import type { Sql } from "#lib/db/database.ts";
import { findLane } from "#lib/db/lane-queries.ts";
import type { LaneKey } from "#lib/imds/environment.ts";

export type ConfiguredLane = LaneAccess & { accountLabel: string };

/** Gives how to reach a lane, or `undefined` where it is not, or no longer, to be read. */
export type AccessTo = (lane: LaneKey) => Promise<ConfiguredLane | undefined>;

/** What stands for the account id while the ambient credentials cannot say whose they are. */
export const UNKNOWN_ACCOUNT = "ambient";

/** Takes a lane and gives the text that stands for it in job keys and maps. */
export function laneName(lane: LaneKey): string {
  return `${lane.accountId}:${lane.region}`;
}

/**
 * Takes the configuration and gives a function that finds how to reach a lane. It asks the database each time: whichever
 * replica discovered the lane, all know it at once. External ids come from the configuration and are stored nowhere.
 */
export function accessByDatabase(config: Pick<Config, "accounts" | "organization">, sql: Sql): AccessTo {
  const named = new Map(config.accounts.flatMap((it) => (it.kind === "account" ? [[it.id, it] as const] : [])));
  return async ({ accountId, region }) => {
    if (accountId === UNKNOWN_ACCOUNT) return undefined;
    const lane = await findLane(sql, { accountId, region });
    if (lane === null) return undefined;
    const { accountLabel, roleArn } = lane;
    const account = named.get(accountId);
    if (account !== undefined) {
      return { accountId, region, accountLabel, roleArn: account.roleArn, externalId: account.externalId };
    }
    const externalId = roleArn === null ? null : (config.organization?.externalId ?? null);
    return { accountId, region, accountLabel, roleArn, externalId };
  };
}
