import { DescribeInstancesCommand, DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateApplicationCommand,
  DescribeConfigurationSettingsCommand,
  DescribeEnvironmentsCommand,
  ElasticBeanstalkClient,
  RebuildEnvironmentCommand,
  UpdateEnvironmentCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "./server.ts";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 40,
    accounts: 5,
    regions: ["us-east-1", "eu-west-1"],
    throttle: "off",
  });
});

afterAll(() => simulator.close());

const once = { maxAttempts: 1 };
const form = { "content-type": "application/x-www-form-urlencoded" };

test("unknown operations get AWS's own error, and refused changes are in the journal", async () => {
  const eb = new ElasticBeanstalkClient({ ...clientConfig(simulator), ...once });
  await expect(eb.send(new RebuildEnvironmentCommand({ EnvironmentId: "e-1" }))).rejects.toMatchObject({
    name: "InvalidAction",
    $metadata: { httpStatusCode: 400 },
  });
  await expect(eb.send(new CreateApplicationCommand({ ApplicationName: "shop" }))).rejects.toMatchObject({
    name: "InvalidAction",
  });
  await expect(
    new EC2Client({ ...clientConfig(simulator), ...once }).send(new DescribeVpcsCommand({})),
  ).rejects.toMatchObject({ name: "InvalidAction" });
  await expect(
    new STSClient({ ...clientConfig(simulator), ...once }).send(new GetSessionTokenCommand({})),
  ).rejects.toMatchObject({ name: "InvalidAction" });
  expect(simulator.world.journal.map(({ operation, outcome }) => [operation, outcome.kind])).toEqual([
    ["RebuildEnvironment", "refused"],
    ["CreateApplication", "refused"],
  ]);
});

test("a change goes over the wire, through its transitions, and is read back from settings and instances", async () => {
  const region = "eu-west-1";
  const environment = simulator.world.lanes
    .filter(
      (lane) =>
        lane.accountId === simulator.ready.accounts[0]?.id && lane.region === region && !lane.httpTokensEnforced,
    )
    .flatMap(({ environments }) => environments)
    .find(
      ({ status, tier, platform }) =>
        status === "Ready" && tier.name !== "Cluster" && platform.disableImdsV1Default === "false",
    );
  if (environment === undefined) throw new Error("no environment to change");
  environment.fate = "succeeds";
  const config = { ...clientConfig(simulator, { region }), ...once };
  const eb = new ElasticBeanstalkClient(config);
  const option = { Namespace: "aws:autoscaling:launchconfiguration", OptionName: "DisableIMDSv1" };

  const update = await eb.send(
    new UpdateEnvironmentCommand({
      EnvironmentId: environment.id,
      OptionSettings: [{ ...option, Value: "true" }],
    }),
  );
  expect(update.Status).toBe("Updating");
  expect(simulator.world.journal.at(-1)).toMatchObject({
    requestId: update.$metadata.requestId,
    region,
    operation: "UpdateEnvironment",
    input: { EnvironmentId: environment.id, OptionSettings: [{ ...option, Value: "true" }] },
    outcome: { kind: "accepted" },
  });
  await fetch(`${simulator.endpoint}/_simulator/step`, {
    method: "POST",
    body: '{"transitions":"all"}',
  });

  const settings = await eb.send(
    new DescribeConfigurationSettingsCommand({
      ApplicationName: environment.applicationName,
      EnvironmentName: environment.name,
    }),
  );
  expect(settings.ConfigurationSettings?.[0]?.OptionSettings).toContainEqual(
    expect.objectContaining({ ...option, Value: "true" }),
  );
  const { Reservations = [] } = await new EC2Client(config).send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: "tag:elasticbeanstalk:environment-id", Values: [environment.id] },
        { Name: "instance-state-name", Values: ["running"] },
      ],
    }),
  );
  const tokens = Reservations.flatMap(({ Instances = [] }) =>
    Instances.map(({ MetadataOptions }) => MetadataOptions?.HttpTokens),
  );
  expect(tokens.length).toBeGreaterThan(0);
  expect(new Set(tokens)).toEqual(new Set(["required"]));
});

test("throttling is per service and lane, and the SDK gets through it", async () => {
  const strict = await startSimulator({
    environments: 4,
    accounts: 2,
    regions: ["us-east-1", "eu-west-1"],
    throttle: { ratePerSecond: 5, burst: 2 },
  });
  try {
    const throttled = new ElasticBeanstalkClient({ ...clientConfig(strict), ...once });
    const send = (client: ElasticBeanstalkClient) => client.send(new DescribeEnvironmentsCommand({ MaxRecords: 1 }));
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => send(throttled)));
    const refusals = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }): unknown => reason);
    expect(refusals).toHaveLength(2);
    expect(refusals[0]).toMatchObject({
      name: "Throttling",
      message: "Rate exceeded",
      $metadata: { httpStatusCode: 400 },
    });
    await send(new ElasticBeanstalkClient({ ...clientConfig(strict, { region: "eu-west-1" }), ...once }));
    await send(new ElasticBeanstalkClient({ ...clientConfig(strict, { account: 1 }), ...once }));
    const ec2 = new EC2Client({ ...clientConfig(strict), ...once });
    const instances = await Promise.allSettled([1, 2, 3].map(() => ec2.send(new DescribeInstancesCommand({}))));
    expect(instances[2]).toMatchObject({
      status: "rejected",
      reason: { name: "RequestLimitExceeded", $metadata: { httpStatusCode: 503 } },
    });

    const patient = new ElasticBeanstalkClient({ ...clientConfig(strict), maxAttempts: 10 });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(patient)));
    expect(Math.max(...answers.map(({ $metadata }) => $metadata.attempts ?? 0))).toBeGreaterThan(1);
  } finally {
    await strict.close();
  }
});

test("bad input never takes the server down", async () => {
  const big = await fetch(simulator.endpoint, {
    method: "POST",
    body: "x".repeat(2 * 1024 * 1024),
    headers: form,
  });
  expect(big.status).toBe(413);
  expect((await fetch(`${simulator.endpoint}/%zz?a=%`)).status).toBe(403);
  const eb = new ElasticBeanstalkClient({ ...clientConfig(simulator), ...once });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- wrong on purpose: a careless client could send it
  const wrong = { MaxRecords: "many" as unknown as number };
  await expect(eb.send(new DescribeEnvironmentsCommand(wrong))).rejects.toMatchObject({
    name: "MalformedInput",
  });
  await expect(new STSClient(clientConfig(simulator)).send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
});

test("the control plane shows the world and moves it, for programs on this machine only", async () => {
  const url = (path: string): string => `${simulator.endpoint}/_simulator/${path}`;
  const post = (path: string, body: unknown) => fetch(url(path), { method: "POST", body: JSON.stringify(body) });
  const environment = simulator.world.lanes.flatMap(({ environments }) => environments)[0];
  if (environment === undefined) throw new Error("the world is empty");

  const state: unknown = await (await fetch(url("state"))).json();
  expect(state).toMatchObject({
    environments: expect.arrayContaining([
      expect.objectContaining({
        id: environment.id,
        name: environment.name,
        launches: environment.launches,
      }),
    ]),
  });
  expect(await (await fetch(url("journal"))).json()).toHaveProperty("journal");
  expect((await post("fate", { environmentId: environment.id, fate: "rolls-back" })).status).toBe(200);
  expect(environment.fate).toBe("rolls-back");
  expect((await post("fate", { environmentId: "e-none", fate: "succeeds" })).status).toBe(404);
  expect((await post("fate", { environmentId: environment.id, fate: "explodes" })).status).toBe(400);
  expect((await post("health", { environmentId: environment.id, health: "Red" })).status).toBe(200);
  expect(environment).toMatchObject({ health: "Red", healthStatus: "Severe" });
  expect((await post("health", { environmentId: environment.id, health: "Blue" })).status).toBe(400);
  expect((await post("step", { transitions: -1 })).status).toBe(400);
  expect(await (await post("step", { transitions: "all" })).json()).toMatchObject({
    pendingTransitions: 0,
  });
  expect((await fetch(url("state"), { headers: { origin: "http://evil.example" } })).status).toBe(403);
  expect((await fetch(url("nothing"))).status).toBe(404);
});
