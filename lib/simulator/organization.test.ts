import { DescribeOrganizationCommand, ListAccountsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "./server.ts";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ environments: 0, accounts: 3, throttle: "off" });
});

afterAll(() => simulator.close());

const organizations = (account = 0) => new OrganizationsClient(clientConfig(simulator, { account }));

/** Pages of ListAccounts, as long as there is a token. */
const pages = async (MaxResults: number): Promise<(string | undefined)[][]> => {
  const all: (string | undefined)[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await organizations().send(new ListAccountsCommand({ MaxResults, NextToken }));
    all.push((page.Accounts ?? []).map(({ State }) => State));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return all;
};

const setMember = (body: object): Promise<Response> =>
  fetch(`${simulator.endpoint}/_simulator/member`, { method: "POST", body: JSON.stringify(body) });

test("an empty page comes before each further one", async () => {
  expect(await pages(3)).toEqual([["ACTIVE", "ACTIVE", "ACTIVE"], [], ["SUSPENDED", "PENDING_CLOSURE"]]);
  expect(await pages(20)).toHaveLength(1);
});

test("every member learns who manages it", async () => {
  const { Organization } = await organizations(2).send(new DescribeOrganizationCommand({}));
  expect(Organization?.MasterAccountId).toBe(simulator.ready.accounts[0]?.id);
});

test("members change their state, leave and join, as the control plane says", async () => {
  const accountId = simulator.ready.accounts[2]?.id;
  await setMember({ accountId, state: "CLOSED" });
  expect((await pages(20))[0]).toContain("CLOSED");
  await setMember({ accountId, state: null });
  expect((await pages(20))[0]).not.toContain("CLOSED");
  await setMember({ accountId: "111122223333", state: "PENDING_ACTIVATION" });
  expect((await pages(20))[0]?.at(-1)).toBe("PENDING_ACTIVATION");
  expect((await setMember({ accountId, state: "ASLEEP" })).status).toBe(400);
});
