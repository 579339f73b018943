import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  DescribeInstancesCommand,
  ModifyInstanceMetadataOptionsCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  AbortEnvironmentUpdateCommand,
  DescribeApplicationsCommand,
  TerminateEnvironmentCommand,
  UpdateEnvironmentCommand,
  ValidateConfigurationSettingsCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Simulator } from "#lib/simulator/server.ts";
import { clientConfig, startSimulator } from "#lib/simulator/server.ts";
import { NotAllowedError, READS } from "./gate.ts";
import type { Target } from "./target.ts";
import { newTraffic, openTarget } from "./target.ts";
import type { Proxy } from "./test-proxy.ts";
import { startProxy } from "./test-proxy.ts";

let simulator: Simulator;
let proxy: Proxy;

beforeAll(async () => {
  simulator = await startSimulator({ environments: 10, accounts: 1, regions: ["eu-west-1"], throttle: "off" });
  proxy = await startProxy(simulator.endpoint, {});
});
beforeEach(() => {
  proxy.passed.length = 0;
});
afterAll(async () => {
  await proxy.close();
  await simulator.close();
});

const open = (validate = false): Target =>
  openTarget({ ...clientConfig(simulator), endpoint: proxy.endpoint, callsPerSecond: 1_000, validate }, newTraffic());
const environment = () => ({ EnvironmentId: simulator.world.lanes[0]?.environments[0]?.id });
const settings = () => {
  const [first] = simulator.world.lanes[0]?.environments ?? [];
  return { ApplicationName: first?.applicationName, EnvironmentName: first?.name, OptionSettings: [] };
};

test.for<[name: string, send: (target: Target) => Promise<unknown>]>([
  ["UpdateEnvironment", ({ beanstalk }) => beanstalk.send(new UpdateEnvironmentCommand(environment()))],
  ["TerminateEnvironment", ({ beanstalk }) => beanstalk.send(new TerminateEnvironmentCommand(environment()))],
  ["AbortEnvironmentUpdate", ({ beanstalk }) => beanstalk.send(new AbortEnvironmentUpdateCommand(environment()))],
  // Reads, but nothing of ours asks for it.
  ["DescribeApplications", ({ beanstalk }) => beanstalk.send(new DescribeApplicationsCommand({}))],
  [
    "ValidateConfigurationSettings",
    ({ beanstalk }) => beanstalk.send(new ValidateConfigurationSettingsCommand(settings())),
  ],
  ["TerminateInstances", ({ ec2 }) => ec2.send(new TerminateInstancesCommand({ InstanceIds: ["i-1"] }))],
  [
    "ModifyInstanceMetadataOptions",
    ({ ec2 }) => ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: "i-1", HttpTokens: "required" })),
  ],
  ["PutMetricData", ({ cloudWatch }) => cloudWatch.send(new PutMetricDataCommand({ Namespace: "x", MetricData: [] }))],
])("%s does not leave the machine", async ([name, send]) => {
  const target = open();
  await expect(target.ask(`x:${name}`, () => send(target))).rejects.toThrow(NotAllowedError);
  expect(proxy.passed).toEqual([]);
});

test("an endpoint of the SDK's configuration leads nowhere: AWS is asked unless told otherwise", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", proxy.endpoint);
  vi.stubEnv("AWS_ENDPOINT_URL_EC2", proxy.endpoint);
  try {
    const { endpoint: _, ...config } = clientConfig(simulator);
    const { ec2 } = openTarget({ ...config, callsPerSecond: 1_000, validate: false }, newTraffic());
    let host = "";
    ec2.middlewareStack.add(
      () => (args) => {
        host = z.object({ request: z.object({ hostname: z.string() }) }).parse(args).request.hostname;
        throw new Error("far enough");
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toThrow("far enough");
    expect(host).toBe(`ec2.${config.region}.amazonaws.com`);
  } finally {
    vi.unstubAllEnvs();
  }
});

test("asking about values is let through where it was allowed", async () => {
  const target = open(true);
  const reading = await target.ask("x:Validate", () =>
    target.beanstalk.send(new ValidateConfigurationSettingsCommand(settings())),
  );
  expect(reading.ok).toBe(true);
  expect(proxy.passed.map(({ action }) => action)).toEqual(["ValidateConfigurationSettings"]);
});

test("the policy in the documentation allows what may leave, and nothing else", async () => {
  const text = await readFile(join(import.meta.dirname, "../../docs/verify-aws.md"), "utf8");
  const policy = z
    .object({ Statement: z.array(z.object({ Action: z.array(z.string()) })) })
    .parse(JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? ""));
  const allowed = policy.Statement.flatMap(({ Action }) => Action).toSorted();
  const sent = [...READS]
    // Needs no permission.
    .filter((operation) => operation !== "sts:GetCallerIdentity")
    .map((operation) => operation.replace("monitoring:", "cloudwatch:"))
    .toSorted();
  expect(allowed).toEqual(sent);
});

test("every operation that may leave is named as AWS names its reads", () => {
  expect([...READS].filter((operation) => !/:(Describe|Get|List)/.test(operation))).toEqual([]);
});
