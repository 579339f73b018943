import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  EC2Client,
  GetInstanceMetadataDefaultsCommand,
  paginateDescribeInstances,
} from "@aws-sdk/client-ec2";
import type { DescribeInstancesCommandInput, Instance as Ec2Instance, Reservation } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Instance, Lane } from "../world.ts";

let simulator: Simulator;
let ec2: EC2Client;
let lane: Lane;
let instances: Instance[];

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 120,
    accounts: 2,
    regions: ["us-east-1", "eu-west-1"],
    throttle: "off",
  });
  ec2 = new EC2Client({ ...clientConfig(simulator, { region: "eu-west-1" }), maxAttempts: 1 });
  const found = simulator.world.lanes.find(
    ({ accountId, region }) => accountId === simulator.ready.accounts[0]?.id && region === "eu-west-1",
  );
  if (found === undefined) throw new Error("no lane");
  lane = found;
  instances = lane.environments
    .flatMap((environment) => environment.instances)
    .filter(({ state }) => state !== "terminated");
});

afterAll(() => simulator.close());

const flatten = (reservations: Reservation[] | undefined): Ec2Instance[] =>
  (reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
const idsOf = (found: readonly Ec2Instance[]): string[] => found.map(({ InstanceId = "" }) => InstanceId).toSorted();
const describeBy = async (name: string, ...values: string[]): Promise<string[]> =>
  idsOf(
    flatten((await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: name, Values: values }] }))).Reservations),
  );
const worldIds = (accept: (instance: Instance) => boolean): string[] =>
  instances
    .filter(accept)
    .map(({ id }) => id)
    .toSorted();

test("pages give every Elastic Beanstalk instance of the lane once, with its metadata options", async () => {
  const pages = paginateDescribeInstances(
    { client: ec2, pageSize: 5 },
    {
      Filters: [
        { Name: "tag-key", Values: ["elasticbeanstalk:environment-id"] },
        { Name: "instance-state-name", Values: ["pending", "running"] },
      ],
    },
  );
  const found: Ec2Instance[] = [];
  for await (const { Reservations } of pages) {
    expect(Reservations?.length).toBeLessThanOrEqual(5);
    found.push(...flatten(Reservations));
  }
  expect(idsOf(found)).toEqual(worldIds(({ state }) => state === "pending" || state === "running"));
  const required = found.filter(({ MetadataOptions }) => MetadataOptions?.HttpTokens === "required");
  expect(idsOf(required)).toEqual(
    worldIds(({ httpTokens, state }) => httpTokens === "required" && (state === "pending" || state === "running")),
  );
});

test("tags find an environment's instances, exactly and by wildcard", async () => {
  const [first] = instances;
  if (first === undefined) throw new Error("the lane has no instances");
  expect(await describeBy("tag:elasticbeanstalk:environment-id", first.environmentId)).toEqual(
    worldIds(({ environmentId }) => environmentId === first.environmentId),
  );
  expect(await describeBy("tag:elasticbeanstalk:environment-id", `${first.environmentId.slice(0, -1)}?`)).toContain(
    first.id,
  );
  expect(await describeBy("tag:elasticbeanstalk:environment-name", "no-such-*")).toEqual([]);
});

test("every filter that EC2's model names is played, or said not to be", async () => {
  const models = join(dirname(fileURLToPath(import.meta.resolve("@aws-sdk/client-ec2"))), "../dist-types/models");
  const files = await readdir(models);
  const texts = await Promise.all(files.map((file) => readFile(join(models, file), "utf8")));
  const input = texts.join("").split("export interface DescribeInstancesRequest ")[1]?.split("Filters?:")[0] ?? "";
  const named = [...input.matchAll(/<p>[\s*]*<code>([a-z0-9.-]+)<\/code> -/g)].map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(100);
  const answers = await Promise.all(
    named.map((name) => describeBy(name, "nothing").catch((error: unknown) => String(error))),
  );
  expect(answers.filter((answer) => typeof answer === "string" && answer.includes("is invalid"))).toEqual([]);
  expect(answers.filter((answer) => Array.isArray(answer)).length).toBeGreaterThan(15);
});

test("what an instance shows can be filtered by", async () => {
  const [first] = instances;
  if (first === undefined) throw new Error("the lane has no instances");
  const all = worldIds(() => true);
  const launchedAt = `${first.launchedAt.toISOString().slice(0, 19)}.000Z`;
  expect(await describeBy("reservation-id", first.id.replace("i-", "r-"))).toEqual([first.id]);
  expect(await describeBy("launch-time", launchedAt)).toContain(first.id);
  expect(await describeBy("launch-time", `${launchedAt.slice(0, 10)}*`)).toContain(first.id);
  expect(await describeBy("owner-id", lane.accountId)).toEqual(all);
  expect(await describeBy("owner-id", "000000000000")).toEqual([]);
  expect(await describeBy("architecture", "x86_64")).toEqual(all);
});

test("metadata options filter", async () => {
  expect(await describeBy("metadata-options.http-tokens", "required")).toEqual(
    expect.arrayContaining(worldIds(({ httpTokens, state }) => httpTokens === "required" && state === "running")),
  );
  const both = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: "metadata-options.http-tokens", Values: ["required"] },
        { Name: "metadata-options.http-endpoint", Values: ["disabled"] },
      ],
    }),
  );
  expect(both.Reservations).toEqual([]);
});

test("instances by id; wrong ids, page sizes, filters and tokens are refused in EC2's words", async () => {
  const ids = instances.slice(0, 2).map(({ id }) => id);
  expect(idsOf(flatten((await ec2.send(new DescribeInstancesCommand({ InstanceIds: ids }))).Reservations))).toEqual(
    ids.toSorted(),
  );

  const refused = async (input: DescribeInstancesCommandInput, expected: object): Promise<void> => {
    await expect(ec2.send(new DescribeInstancesCommand(input))).rejects.toMatchObject(expected);
  };
  await refused(
    { InstanceIds: ["i-00000000"] },
    { name: "InvalidInstanceID.NotFound", message: "The instance ID 'i-00000000' does not exist" },
  );
  await refused({ InstanceIds: ["web"] }, { name: "InvalidInstanceID.Malformed" });
  await refused({ MaxResults: 4 }, { name: "InvalidParameterValue" });
  await refused({ MaxResults: 1001 }, { name: "InvalidParameterValue" });
  await refused({ MaxResults: 5, InstanceIds: ids }, { name: "InvalidParameterCombination" });
  await refused(
    { Filters: [{ Name: "colour", Values: ["red"] }] },
    { name: "InvalidParameterValue", message: "The filter 'colour' is invalid" },
  );
  await refused({ NextToken: "bm90LW91cnM" }, { name: "InvalidPaginationToken" });
  await refused({ DryRun: true }, { name: "DryRunOperation" });
});

test("a token belongs to the query it came from", async () => {
  const { NextToken = "" } = await ec2.send(new DescribeInstancesCommand({ MaxResults: 5 }));
  expect(NextToken).not.toBe("");
  await expect(
    ec2.send(
      new DescribeInstancesCommand({
        MaxResults: 5,
        NextToken,
        Filters: [{ Name: "tag-key", Values: ["Name"] }],
      }),
    ),
  ).rejects.toMatchObject({ name: "InvalidPaginationToken" });
});

test("terminated instances stay visible for an hour, gone ones do not come back", async () => {
  const [template] = instances;
  if (template === undefined) throw new Error("the lane has no instances");
  const gone = (id: string, minutesAgo: number): Instance => ({
    ...template,
    id,
    state: "terminated",
    terminatedAt: new Date(Date.now() - minutesAgo * 60_000),
  });
  lane.goneInstances.push(gone("i-0000000000000aaaa", 10), gone("i-0000000000000bbbb", 70));
  const terminated = await describeBy("instance-state-name", "terminated");
  expect(terminated).toContain("i-0000000000000aaaa");
  expect(terminated).not.toContain("i-0000000000000bbbb");
});

test("regions, and the account's metadata defaults", async () => {
  const regions = await ec2.send(new DescribeRegionsCommand({}));
  expect(regions.Regions?.map(({ RegionName }) => RegionName)).toEqual(["us-east-1", "eu-west-1"]);
  await expect(ec2.send(new DescribeRegionsCommand({ RegionNames: ["mars-1"] }))).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });

  lane.metadataDefaults = { httpTokens: "required", hopLimit: 2 };
  lane.httpTokensEnforced = true;
  const { AccountLevel } = await ec2.send(new GetInstanceMetadataDefaultsCommand({}));
  expect(AccountLevel).toMatchObject({
    HttpTokens: "required",
    HttpPutResponseHopLimit: 2,
    HttpTokensEnforced: "enabled",
  });
});
