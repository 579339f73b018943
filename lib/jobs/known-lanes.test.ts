import { afterEach, beforeEach, expect, test } from "vitest";
import { listAccounts, readOrganizationReading } from "#lib/db/account-queries.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { setMember } from "#lib/simulator/organization.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import type { DiscoveryConfig } from "./discover.ts";
import { discover } from "./discover.ts";
import { accessOnceKnown, knowLanes } from "./known-lanes.ts";
import { accessByDatabase } from "./lanes.ts";

const CONFIG: DiscoveryConfig = {
  accounts: [{ kind: "ambient", regions: "all" }],
  organization: {
    roleName: "OrganizationAccountAccessRole",
    externalId: null,
    include: null,
    exclude: [],
    regions: "all",
  },
  homeRegion: "us-east-1",
};

let seed = 100;
let aws: Simulator;

beforeEach(async () => {
  seed += 1;
  aws = await startSimulator({ seed, accounts: 3, environments: 3, regions: ["us-east-1"], throttle: "off" });
});
afterEach(() => aws.close());

onEachDatabase((sql) => {
  const now = () => new Date();
  /** A server's start: it begins to look for its lanes. */
  const start = () => {
    const [account] = aws.world.accounts;
    if (account === undefined) throw new Error("The world has an account");
    const { accessKeyId, secretAccessKey } = account;
    const ambient = () => Promise.resolve({ accessKeyId, secretAccessKey });
    const lanes = knowLanes(() =>
      discover({ config: CONFIG, sql: sql(), now, aws: { endpointUrl: aws.endpoint, ambient } }),
    );
    return { lanes, accessTo: accessOnceKnown(lanes, accessByDatabase(CONFIG, sql())) };
  };
  const shown = async () => (await listLanes(sql())).map(({ accountId }) => accountId).toSorted();
  const lane = (place: number): LaneKey => ({ accountId: aws.ready.accounts[place]?.id ?? "", region: "us-east-1" });

  test.each([{ service: "organizations" }, { service: "ec2", operation: "DescribeRegions" }] as const)(
    "while $service does not answer, lanes of before are shown and not touched",
    async (where) => {
      await start().lanes.known;
      const before = await shown();
      expect(before).toContain(lane(2).accountId);
      if (aws.world.organization === undefined) throw new Error("The accounts are in an organization");
      setMember(aws.world.organization, lane(2).accountId, null, now());
      aws.faults.add({ fault: { kind: "slow", milliseconds: 1_500 }, where, count: 1 });
      const { lanes, accessTo } = start();
      expect(await lanes.within(0)).toBe(false);
      expect(await shown()).toEqual(before);
      expect(await accessTo(lane(1))).toBeUndefined();
      expect(await lanes.within(60_000)).toBe(true);
      expect(await shown()).toEqual(before.filter((id) => id !== lane(2).accountId));
      expect(await accessTo(lane(1))).toMatchObject(lane(1));
      expect(await accessTo(lane(2))).toBeUndefined();
    },
  );

  test("until the first discovery has ended nothing is known, not even that the organization was read", async () => {
    await sql().execute("delete from organization_readings");
    await sql().execute("update accounts set enabled = false");
    aws.faults.add({ fault: { kind: "slow", milliseconds: 1_500 }, where: { operation: "DescribeRegions" }, count: 1 });
    const { lanes } = start();
    expect(await lanes.within(500)).toBe(false);
    expect([await listAccounts(sql()), await readOrganizationReading(sql())]).toEqual([[], null]);
    await lanes.known;
    expect(await readOrganizationReading(sql())).toMatchObject({ failure: null });
  });

  test("who waits for what cannot be found out is told", async () => {
    const lanes = knowLanes(() => Promise.reject(new Error("no database")));
    await expect(lanes.within(60_000)).rejects.toThrow("no database");
    expect(lanes.areKnown()).toBe(false);
  });
});
