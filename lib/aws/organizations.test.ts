import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSimulator } from "#lib/simulator/server.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { AS_ROLLOUT } from "./call.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";
import { listMemberAccounts } from "./organizations.ts";
import { readRegions } from "./regions.ts";

let aws: Simulator;

beforeAll(async () => {
  const regions = ["us-east-1", "eu-south-1", "mx-central-1"];
  aws = await startSimulator({ accounts: 12, environments: 0, regions, throttle: "off" });
});
afterAll(() => aws.close());

function reach(account: number): LaneAccess {
  const found = aws.world.accounts[account];
  if (found === undefined) throw new Error("There is no such account");
  const { id, accessKeyId, secretAccessKey } = found;
  const ambient = () => Promise.resolve({ accessKeyId, secretAccessKey });
  const region = "us-east-1";
  return { accountId: id, region, roleArn: null, externalId: null, aws: { endpointUrl: aws.endpoint, ambient } };
}

describe("accounts of an organization", () => {
  test("are read to the last page, empty ones in between, for the management account and delegated administrators", async () => {
    const expected = aws.world.organization?.members.map(({ id, name, state }) => ({ accountId: id, name, state }));
    expect(expected).toHaveLength(14);
    expect(await listMemberAccounts(reach(0), AS_ROLLOUT)).toEqual(expected);
    expect(await listMemberAccounts(reach(1), AS_ROLLOUT)).toEqual(expected);
  });

  test("are listed from the beginning again where a page's token expired on the way", async () => {
    const whole = await listMemberAccounts(reach(0), AS_ROLLOUT);
    aws.faults.add({ fault: { kind: "expired-page-token" }, where: { operation: "ListAccounts" }, count: 1 });
    expect(await listMemberAccounts(reach(0), AS_ROLLOUT)).toEqual(whole);
    expect(aws.faults.list().map(({ hits }) => hits)).toEqual([1]);
    aws.faults.clear();
  });

  test("are told to nobody else", async () => {
    await expect(listMemberAccounts(reach(2), AS_ROLLOUT)).rejects.toMatchObject({
      failure: {
        operation: "organizations:ListAccounts",
        code: "AccessDeniedException",
        message: "You don't have permissions to access this resource.",
        requestId: expect.any(String),
        outcome: "refused",
      },
    });
  });

  test("of an account in no organization", async () => {
    const { organization } = aws.world;
    aws.world.organization = undefined;
    await expect(listMemberAccounts(reach(0), AS_ROLLOUT)).rejects.toMatchObject({
      failure: { code: "AWSOrganizationsNotInUseException" },
    });
    aws.world.organization = organization;
  });
});

test("regions are those enabled where Elastic Beanstalk exists; the others say why not", async () => {
  expect(await readRegions(reach(0), AS_ROLLOUT)).toEqual({
    read: ["eu-south-1", "us-east-1"],
    leftOut: [
      { region: "af-south-1", reason: "not-enabled" },
      { region: "ap-east-1", reason: "not-enabled" },
      { region: "mx-central-1", reason: "no-elastic-beanstalk" },
    ],
  });
  expect((await readRegions(reach(3), AS_ROLLOUT)).read).toEqual(["us-east-1"]);
});

/** Where the SDK would send a call of a service, by the partition's own rules. */
test.each([
  ["eu-west-1", "organizations.us-east-1.amazonaws.com", "sts.eu-west-1.amazonaws.com", "eu-west-1.amazonaws.com"],
  [
    "cn-north-1",
    "organizations.cn-northwest-1.amazonaws.com.cn",
    "sts.cn-north-1.amazonaws.com.cn",
    "cn-north-1.amazonaws.com.cn",
  ],
  [
    "us-gov-east-1",
    "organizations.us-gov-west-1.amazonaws.com",
    "sts.us-gov-east-1.amazonaws.com",
    "us-gov-east-1.amazonaws.com",
  ],
])("in %s calls go to the partition's own addresses", (region, organizations, sts, ending) => {
  const access = { accountId: "111122223333", region, roleArn: null, externalId: null, aws: { endpointUrl: null } };
  const clients = laneClients(access);
  const parameters = { Region: region, UseFIPS: false, UseDualStack: false, UseGlobalEndpoint: false };
  const hostOf = (client: { config: { endpointProvider: (parameters: never) => { url: URL } } }) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each service's rules take these and a few of their own
    client.config.endpointProvider(parameters as never).url.hostname;
  expect(hostOf(clients.organizations())).toBe(organizations);
  expect(hostOf(clients.sts)).toBe(sts);
  expect(hostOf(clients.beanstalk)).toBe(`elasticbeanstalk.${ending}`);
  expect(hostOf(clients.ec2)).toBe(`ec2.${ending}`);
  expect(hostOf(clients.cloudWatch)).toBe(`monitoring.${ending}`);
});
