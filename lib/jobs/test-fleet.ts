import type { Simulator } from "#lib/simulator/server.ts";
import type { Account, Environment, Lane } from "#lib/simulator/world.ts";
import type { ConfiguredLane } from "./lanes.ts";

/** The lane of a simulated account in a region, and the way to it: the first account's own keys, a role in the others'. */
export function reach(
  simulator: Simulator,
  account: number,
  region: string,
): { lane: Lane; owner: Account; access: ConfiguredLane } {
  const [home] = simulator.world.accounts;
  const owner = simulator.world.accounts[account];
  const lane = simulator.world.lanes.find((one) => one.accountId === owner?.id && one.region === region);
  if (home === undefined || owner === undefined || lane === undefined)
    throw new Error("The simulated world is smaller than that.");
  const { accessKeyId, secretAccessKey } = home;
  const role =
    owner === home ? { roleArn: null, externalId: null } : { roleArn: owner.roleArn, externalId: owner.externalId };
  const aws = { endpointUrl: simulator.endpoint, ambient: () => Promise.resolve({ accessKeyId, secretAccessKey }) };
  return { lane, owner, access: { accountId: owner.id, region, ...role, aws, accountLabel: owner.alias } };
}

/** What the world says of an environment, in the words of the list. */
export function configuredOf({ tier, platform, deployed }: Environment): string {
  if (tier.name === "Cluster") return "not-applicable";
  if (platform.disableImdsV1Default === undefined) return "unsupported";
  const value = deployed["aws:autoscaling:launchconfiguration/DisableIMDSv1"] ?? platform.disableImdsV1Default;
  return value === "true" ? "v2-only" : "v1-and-v2";
}

/** Whether an environment has settings to be read: those that come and go have none. */
export function hasSettings({ tier, status }: Environment): boolean {
  return tier.name !== "Cluster" && status !== "Launching" && status !== "Terminating" && status !== "Terminated";
}
