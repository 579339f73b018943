import { onTestFinished } from "vitest";
import { listAccounts } from "#lib/db/account-queries.ts";
import type { Sql } from "#lib/db/database.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { DiscoveryConfig } from "./discover.ts";
import { discover } from "./discover.ts";

/** The fifth account's role trusts nobody. */
const WORLD = { accounts: 5, environments: 10, regions: ["us-east-1", "eu-west-1", "eu-south-1"] };
/** Another seed is another organization, so that no test meets what an earlier one left in the database. */
let seed = 0;

/** The configuration of a server with the keys of an account, by its place, unless told otherwise. */
export const configured = (more: Partial<DiscoveryConfig> = {}): DiscoveryConfig => ({
  accounts: [{ kind: "ambient", regions: "all" }],
  organization: null,
  homeRegion: "us-east-1",
  ...more,
});

/** Takes the database and gives a simulated AWS for a test, and ways to discover what is there and to see what was found. */
export async function stageDiscovery(sql: Sql, world = WORLD) {
  seed += 1;
  const aws = await startSimulator({ seed, ...world, throttle: "off" });
  onTestFinished(() => aws.close());
  const ids = aws.ready.accounts.map(({ id }) => id);
  const now = () => new Date();
  const run = (config: DiscoveryConfig, as = 0, { announces = false } = {}) => {
    const account = aws.world.accounts[as];
    if (account === undefined) throw new Error("The world has no such account");
    const { accessKeyId, secretAccessKey } = account;
    const ambient = () => Promise.resolve({ accessKeyId, secretAccessKey });
    return discover({ config, sql, now, announces, aws: { endpointUrl: aws.endpoint, ambient } });
  };
  const accountOf = async (id: string | undefined) =>
    (await listAccounts(sql)).find(({ accountId }) => accountId === id);
  const regionsOf = async (id: string | undefined) =>
    (await listLanes(sql)).filter(({ accountId }) => accountId === id).map(({ region }) => region);
  return { aws, ids, now, run, accountOf, regionsOf };
}
