import {
  DescribeApplicationsCommand,
  DescribeEnvironmentResourcesCommand,
  DescribeEnvironmentsCommand,
  ElasticBeanstalkClient,
  ListTagsForResourceCommand,
  type DescribeEnvironmentsCommandInput,
} from "@aws-sdk/client-elastic-beanstalk";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Environment, Lane } from "../world.ts";

let simulator: Simulator;
let beanstalk: ElasticBeanstalkClient;
let lane: Lane;
let gone: Environment;

const HOUR = 3_600_000;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 160,
    accounts: 1,
    regions: ["us-east-1"],
    throttle: "off",
  });
  beanstalk = new ElasticBeanstalkClient({
    ...clientConfig(simulator, { region: "us-east-1" }),
    maxAttempts: 1,
  });
  const [first] = simulator.world.lanes;
  if (first === undefined) throw new Error("no lane");
  lane = first;
  const [last] = lane.environments;
  if (last === undefined) throw new Error("no environment");
  gone = last;
  gone.status = "Terminated";
  gone.terminatedAt = new Date(Date.now() - HOUR / 2);
  gone.instances = [];
});

afterAll(() => simulator.close());

const idsBy = async (input: DescribeEnvironmentsCommandInput): Promise<string[]> =>
  ((await beanstalk.send(new DescribeEnvironmentsCommand(input))).Environments ?? [])
    .map(({ EnvironmentId = "" }) => EnvironmentId)
    .toSorted();
const idsIn = (accept: (environment: Environment) => boolean): string[] =>
  lane.environments
    .filter((environment) => environment !== gone && accept(environment))
    .map(({ id }) => id)
    .toSorted();
const some = (accept: (environment: Environment) => boolean): Environment => {
  const found = lane.environments.find((environment) => environment !== gone && accept(environment));
  if (found === undefined) throw new Error("no such environment in the fleet");
  return found;
};

test("an environment's endpoint is its load balancer, or its only instance's address", async () => {
  const endpointOf = async ({ id }: Environment) =>
    (await beanstalk.send(new DescribeEnvironmentsCommand({ EnvironmentIds: [id] }))).Environments?.[0]?.EndpointURL;
  const balanced = some(({ tier, singleInstance }) => tier.name === "WebServer" && !singleInstance);
  const { EnvironmentResources } = await beanstalk.send(
    new DescribeEnvironmentResourcesCommand({ EnvironmentId: balanced.id }),
  );
  const name = EnvironmentResources?.LoadBalancers?.[0]?.Name?.split("/")[2];
  expect(await endpointOf(balanced)).toMatch(new RegExp(`^${name}-\\d+\\.us-east-1\\.elb\\.amazonaws\\.com$`));
  const single = some(({ tier, singleInstance }) => tier.name === "WebServer" && singleInstance);
  expect(await endpointOf(single)).toMatch(/^(\d{1,3}\.){3}\d{1,3}$/);
});

test("an environment is shown with everything the fleet reads", async () => {
  const one = some(({ status }) => status === "Ready");
  const { Environments } = await beanstalk.send(new DescribeEnvironmentsCommand({ EnvironmentIds: [one.id] }));
  expect(Environments).toMatchObject([
    {
      EnvironmentId: one.id,
      EnvironmentName: one.name,
      EnvironmentArn: one.arn,
      ApplicationName: one.applicationName,
      PlatformArn: `arn:aws:elasticbeanstalk:us-east-1::platform/${one.platform.name}/${one.platform.version}`,
      SolutionStackName: one.platform.solutionStackName,
      Status: "Ready",
      HealthStatus: one.healthStatus,
      AbortableOperationInProgress: false,
      DateUpdated: one.updatedAt,
      Tier: { Name: one.tier.name, Type: one.tier.type },
    },
  ]);
});

test("filters narrow to application, version label, ids and names", async () => {
  const one = some(() => true);
  expect(await idsBy({})).toEqual(idsIn(() => true));
  expect(await idsBy({ ApplicationName: one.applicationName })).toEqual(
    idsIn(({ applicationName }) => applicationName === one.applicationName),
  );
  expect(await idsBy({ VersionLabel: one.versionLabel })).toEqual(
    idsIn(({ versionLabel }) => versionLabel === one.versionLabel),
  );
  expect(await idsBy({ EnvironmentNames: [one.name] })).toEqual([one.id]);
  expect(await idsBy({ EnvironmentIds: [one.id], ApplicationName: "nobody" })).toEqual([]);
});

test("a terminated environment is shown on demand, for about an hour unless asked further back", async () => {
  const shown = (input: DescribeEnvironmentsCommandInput) => idsBy({ ...input, EnvironmentIds: [gone.id] });
  expect(await shown({})).toEqual([]);
  expect(await shown({ IncludeDeleted: false })).toEqual([]);
  expect(await shown({ IncludeDeleted: true })).toEqual([gone.id]);
  expect(await shown({ IncludeDeleted: true, IncludedDeletedBackTo: new Date(Date.now() - HOUR / 4) })).toEqual([]);
  gone.terminatedAt = new Date(Date.now() - 2 * HOUR);
  expect(await shown({ IncludeDeleted: true })).toEqual([]);
  expect(await shown({ IncludeDeleted: true, IncludedDeletedBackTo: new Date(Date.now() - 3 * HOUR) })).toEqual([
    gone.id,
  ]);
});

test("pages give every environment once, and a token is good only for the same question", async () => {
  const seen: string[] = [];
  const sizes: number[] = [];
  let token: string | undefined;
  do {
    const answer = await beanstalk.send(new DescribeEnvironmentsCommand({ MaxRecords: 50, NextToken: token }));
    const { Environments = [] } = answer;
    seen.push(...Environments.map(({ EnvironmentId = "" }) => EnvironmentId));
    sizes.push(Environments.length);
    token = answer.NextToken;
  } while (token !== undefined);
  expect(seen.toSorted()).toEqual(idsIn(() => true));
  expect(sizes).toEqual([50, 50, 50, 9]);

  const { NextToken } = await beanstalk.send(new DescribeEnvironmentsCommand({ MaxRecords: 5 }));
  await expect(idsBy({ MaxRecords: 5, NextToken, ApplicationName: "other" })).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
  await expect(idsBy({ MaxRecords: 5, NextToken: "nonsense" })).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});

test.each([
  [{ MaxRecords: 0 }, "'maxRecords'"],
  [{ MaxRecords: 1001 }, "'maxRecords'"],
  [{ ApplicationName: "a".repeat(101) }, "'applicationName'"],
])("out of range: %j", async (input, at) => {
  await expect(idsBy(input)).rejects.toMatchObject({
    name: "ValidationError",
    message: expect.stringContaining(at),
  });
});

test("resources tell launch templates from launch configurations and clusters from instances", async () => {
  const resources = async (EnvironmentName: string) =>
    (await beanstalk.send(new DescribeEnvironmentResourcesCommand({ EnvironmentName }))).EnvironmentResources;
  const isServer = (environment: Environment): boolean => environment.tier.name === "WebServer";
  const template = some((one) => isServer(one) && one.launches === "launch-template");
  expect(await resources(template.name)).toMatchObject({
    EnvironmentName: template.name,
    LaunchTemplates: [{ Id: template.launchId }],
    LaunchConfigurations: [],
  });
  const configuration = some(
    (one) => isServer(one) && one.launches === "launch-configuration" && one.status === "Ready",
  );
  expect(await resources(configuration.name)).toMatchObject({
    LaunchTemplates: [],
    LaunchConfigurations: [{ Name: configuration.launchId }],
    Instances: configuration.instances.map(({ id }) => ({ Id: id })),
    AutoScalingGroups: [{ Name: configuration.instances[0]?.autoScalingGroupName }],
  });
  expect(await resources(some(({ tier }) => tier.name === "Cluster").name)).toMatchObject({
    Cluster: { ClusterArn: expect.stringMatching(/^arn:aws:eks:us-east-1:\d{12}:cluster\//) },
    Instances: [],
    LaunchTemplates: [],
  });
});

test("what names no environment is refused", async () => {
  const resources = (input: { EnvironmentName?: string; EnvironmentId?: string }) =>
    beanstalk.send(new DescribeEnvironmentResourcesCommand(input));
  await expect(resources({})).rejects.toMatchObject({ name: "MissingRequiredParameter" });
  await expect(resources({ EnvironmentName: "nobody" })).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "No Environment found for EnvironmentName = 'nobody'.",
  });
  await expect(resources({ EnvironmentId: "e-nobody" })).rejects.toMatchObject({
    message: "No Environment found for EnvironmentId = 'e-nobody'.",
  });
});

test("applications and tags", async () => {
  const one = some(() => true);
  const { Applications } = await beanstalk.send(
    new DescribeApplicationsCommand({ ApplicationNames: [one.applicationName] }),
  );
  expect(Applications).toMatchObject([{ ApplicationName: one.applicationName }]);
  const { ResourceTags = [] } = await beanstalk.send(new ListTagsForResourceCommand({ ResourceArn: one.arn }));
  expect(Object.fromEntries(ResourceTags.map(({ Key, Value }) => [Key, Value]))).toEqual(one.tags);
  await expect(beanstalk.send(new ListTagsForResourceCommand({ ResourceArn: `${one.arn}-not` }))).rejects.toMatchObject(
    { name: "ResourceNotFoundException" },
  );
});

test("a broken lane answers nothing", async () => {
  lane.broken = true;
  try {
    await expect(idsBy({})).rejects.toMatchObject({
      name: "ServiceUnavailable",
      $metadata: { httpStatusCode: 503 },
    });
  } finally {
    lane.broken = false;
  }
});
