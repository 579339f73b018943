import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { EC2Client, GetInstanceMetadataDefaultsCommand } from "@aws-sdk/client-ec2";
import { cbor, dateToTag } from "@smithy/core/cbor";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { findAwsCli } from "../../../scripts/aws-cli.ts";
import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Instance, Lane } from "../world.ts";
import { playedBy, startCli, type AskOptions, type Cli, type CliAnswer } from "./test-cli.ts";
import { send, sendForm } from "./test-wire.ts";

const REGIONS = ["eu-west-1", "us-east-1"];
const HOUR = 3_600_000;

let simulator: Simulator;
let cli: Cli;
let lane: Lane;
let instances: Instance[];

beforeAll(async () => {
  simulator = await startSimulator({ environments: 60, accounts: 4, regions: REGIONS, throttle: "off", speed: 1 });
  cli = await startCli(findAwsCli(), simulator);
  const [first] = simulator.world.lanes;
  if (first === undefined) throw new Error("no lane");
  lane = first;
  instances = lane.environments.flatMap(({ instances: some }) => some);
});

afterAll(async () => {
  await cli.close();
  await simulator.close();
});

const ask = async (command: string, args: readonly string[] = [], options: AskOptions = {}): Promise<CliAnswer> => {
  const answer = await cli.ask(command, args, options);
  expect(answer.err).toBe("");
  return answer;
};
const isDate = (date: Date) => expect.toSatisfy((text: unknown) => Date.parse(String(text)) === date.getTime());

const Instances = z.object({
  Reservations: z.array(z.object({ Instances: z.array(z.looseObject({ InstanceId: z.string() })) })),
  NextToken: z.string().optional(),
});
const describeInstances = async (...args: string[]) => {
  const { Reservations, NextToken } = Instances.parse((await ask("ec2 describe-instances", args)).json);
  return { found: Reservations.flatMap(({ Instances: some }) => some), NextToken };
};

test("describe-instances shows what an instance enforces", async () => {
  const [one] = instances.filter(({ state }) => state === "running");
  const { found } = await describeInstances("--instance-ids", one?.id ?? "");
  expect(found).toMatchObject([
    {
      InstanceId: one?.id,
      ImageId: one?.imageId,
      InstanceType: one?.instanceType,
      LaunchTime: isDate(one?.launchedAt ?? new Date(0)),
      State: { Code: 16, Name: "running" },
      MetadataOptions: {
        State: "applied",
        HttpTokens: one?.httpTokens,
        HttpPutResponseHopLimit: one?.hopLimit,
        HttpEndpoint: "enabled",
        HttpProtocolIpv6: "disabled",
        InstanceMetadataTags: "disabled",
      },
      Tags: expect.arrayContaining([{ Key: "elasticbeanstalk:environment-id", Value: one?.environmentId }]),
    },
  ]);
});

test("describe-instances pages and filters as the CLI asks", async () => {
  const [whole, paged, first, required, ofOne, starred] = await Promise.all([
    describeInstances(),
    describeInstances("--page-size", "5"),
    describeInstances("--page-size", "5", "--max-items", "7"),
    describeInstances("--filters", "Name=metadata-options.http-tokens,Values=required"),
    describeInstances("--filters", `Name=tag:elasticbeanstalk:environment-id,Values=${instances[0]?.environmentId}`),
    describeInstances(
      "--filters",
      "Name=tag-key,Values=elasticbeanstalk:*",
      "Name=instance-state-name,Values=running,pending",
    ),
  ]);
  const idsOf = ({ found }: { found: { InstanceId: string }[] }) => found.map(({ InstanceId }) => InstanceId);
  const expected = (accept: (instance: Instance) => boolean) =>
    instances
      .filter(accept)
      .map(({ id }) => id)
      .toSorted();
  expect(idsOf(whole)).toEqual(expected(() => true));
  expect(idsOf(paged)).toEqual(idsOf(whole));
  const second = await describeInstances("--page-size", "5", "--starting-token", first.NextToken ?? "");
  expect(idsOf(first)).toHaveLength(7);
  expect([...idsOf(first), ...idsOf(second)]).toEqual(idsOf(whole));
  expect(idsOf(required)).toEqual(expected(({ httpTokens }) => httpTokens === "required"));
  expect(idsOf(ofOne)).toEqual(expected(({ environmentId }) => environmentId === instances[0]?.environmentId));
  expect(idsOf(starred)).toEqual(expected(() => true));
});

test("EC2's waiters that need not wait end at once", async () => {
  const [one] = instances.filter(({ state }) => state === "running");
  const gone: Instance = {
    ...(one ?? instances[0] ?? Object.create(null)),
    id: "i-0123456789abcdef0",
    state: "terminated",
    terminatedAt: new Date(),
  };
  lane.goneInstances.push(gone);
  await Promise.all([
    ask("ec2 wait instance-exists", ["--instance-ids", one?.id ?? ""]),
    ask("ec2 wait instance-running", ["--instance-ids", one?.id ?? ""]),
    ask("ec2 wait instance-terminated", ["--instance-ids", gone.id]),
  ]);
});

test("describe-regions lists the world's regions", async () => {
  const [all, one] = await Promise.all([
    ask("ec2 describe-regions"),
    ask("ec2 describe-regions", ["--filters", "Name=endpoint,Values=*us-east*"]),
  ]);
  const region = (name: string) => ({
    RegionName: name,
    Endpoint: `ec2.${name}.amazonaws.com`,
    OptInStatus: "opt-in-not-required",
  });
  expect(all.json).toEqual({ Regions: REGIONS.map(region) });
  expect(one.json).toEqual({ Regions: [region("us-east-1")] });
});

test("get-instance-metadata-defaults shows what an account enforces, and nothing that was never set", async () => {
  const enforced = simulator.world.lanes.find(({ httpTokensEnforced }) => httpTokensEnforced);
  const account = simulator.world.accounts.findIndex(({ id }) => id === enforced?.accountId);
  const required = { HttpTokens: "required", HttpPutResponseHopLimit: 2, HttpTokensEnforced: "enabled" };
  const [plain, strict] = await Promise.all([
    cli.ask("ec2 get-instance-metadata-defaults"),
    cli.ask("ec2 get-instance-metadata-defaults", [], { account }),
  ]);
  if (plain.code === 0) {
    expect(plain.json).toEqual({ AccountLevel: { ManagedBy: "account" } });
    // Older CLIs leave out the members they do not know.
    expect(z.object({ AccountLevel: z.looseObject({}) }).parse(strict.json).AccountLevel).toMatchObject({
      HttpTokens: required.HttpTokens,
      HttpPutResponseHopLimit: required.HttpPutResponseHopLimit,
    });
  } else {
    // The operation is of 2024: a CLI from before does not know it, and the SDK stands in.
    expect(plain.err).toMatch(/invalid choice/i);
    const ec2 = new EC2Client(clientConfig(simulator, { account }));
    expect((await ec2.send(new GetInstanceMetadataDefaultsCommand({}))).AccountLevel).toMatchObject(required);
  }
});

test("get-caller-identity and assume-role: a session is somebody else, in the role's account", async () => {
  const [user, role] = simulator.world.accounts;
  const before = await ask("sts get-caller-identity");
  expect(before.json).toEqual({
    UserId: expect.stringMatching(/^AIDA/),
    Account: user?.id,
    Arn: `arn:aws:iam::${user?.id}:user/${user?.alias}`,
  });
  const assumed = await ask("sts assume-role", [
    ...["--role-arn", role?.roleArn ?? "", "--role-session-name", "conformance"],
    ...["--external-id", role?.externalId ?? "", "--duration-seconds", "900"],
  ]);
  const { Credentials } = z
    .object({
      Credentials: z.object({
        AccessKeyId: z.string().startsWith("ASIA"),
        SecretAccessKey: z.string(),
        SessionToken: z.string(),
        Expiration: z.string(),
      }),
    })
    .parse(assumed.json);
  expect(Date.parse(Credentials.Expiration)).toBe(simulator.world.sessions[0]?.expiresAt.getTime());
  const credentials = {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    sessionToken: Credentials.SessionToken,
  };
  const arn = `arn:aws:sts::${role?.id}:assumed-role/imds-fleet/conformance`;
  const [after, elsewhere] = await Promise.all([
    ask("sts get-caller-identity", [], { credentials }),
    ask("elasticbeanstalk describe-applications", [], { credentials }),
  ]);
  expect(after.json).toEqual({ UserId: expect.stringMatching(/^AROA.*:conformance$/), Account: role?.id, Arn: arn });
  expect(elsewhere.out).toContain(`:${role?.id}:application/`);
});

// Periods are aligned to themselves.
const start = new Date(Math.floor(Date.now() / (6 * HOUR)) * 6 * HOUR - 12 * HOUR);
const end = new Date(start.getTime() + 6 * HOUR);
const CALLER = "i-0000000000000ca11";
const query = (Id: string): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: "AWS/EC2",
      MetricName: "MetadataNoToken",
      Dimensions: [{ Name: "InstanceId", Value: CALLER }],
    },
    Period: 3600,
    Stat: "Sum",
  },
});

const addCaller = () => {
  const [one] = instances;
  if (one === undefined) throw new Error("no instance");
  if (lane.goneInstances.some(({ id }) => id === CALLER)) return;
  lane.goneInstances.push({
    ...one,
    id: CALLER,
    httpTokens: "optional",
    launchedAt: new Date(start.getTime() - HOUR),
    terminatedAt: undefined,
    state: "running",
    imdsV1Use: { kind: "reported", callsPerHour: 60 },
  });
};

/** A date in the CLI's JSON, in AWS JSON's seconds, or as CBOR tags it. */
const Instant = z.union([
  z.string().transform((text) => Date.parse(text)),
  z.number().transform((seconds) => seconds * 1000),
  z.object({ tag: z.literal(1), value: z.number() }).transform(({ value }) => value * 1000),
]);
const Series = z.object({
  MetricDataResults: z.array(
    z.object({
      Id: z.string(),
      Label: z.string(),
      Timestamps: z.array(Instant),
      Values: z.array(z.number()),
      StatusCode: z.string(),
    }),
  ),
  NextToken: z.string().optional(),
});
/** The truth to compare with, by the SDK. */
const bySdk = async () => {
  addCaller();
  const { MetricDataResults: [series] = [] } = await new CloudWatchClient(clientConfig(simulator)).send(
    new GetMetricDataCommand({ StartTime: start, EndTime: end, MetricDataQueries: [query("calls")] }),
  );
  const instants = (series?.Timestamps ?? []).map((date) => date.getTime());
  expect(instants).toHaveLength(6);
  return { instants, values: series?.Values ?? [] };
};

test("get-metric-data by the CLI, in whichever protocol it speaks, is what the SDK gets", async () => {
  const truth = await bySdk();
  const args = [
    ...["--start-time", start.toISOString(), "--end-time", end.toISOString()],
    ...["--metric-data-queries", JSON.stringify([query("calls"), query("again")])],
  ];
  const [whole, paged, ascending] = await Promise.all([
    ask("cloudwatch get-metric-data", args),
    ask("cloudwatch get-metric-data", [...args, "--page-size", "4"]),
    ask("cloudwatch get-metric-data", [...args, "--scan-by", "TimestampAscending"]),
  ]);
  const { MetricDataResults: results } = Series.parse(whole.json);
  expect(results).toHaveLength(2);
  for (const [index, series] of results.entries()) {
    expect(series).toMatchObject({
      Id: ["calls", "again"][index],
      Label: "MetadataNoToken",
      StatusCode: "Complete",
      Values: truth.values,
    });
    expect(series.Timestamps).toEqual(truth.instants);
  }
  const pagedResults = Series.parse(paged.json).MetricDataResults;
  expect(pagedResults.filter(({ Id }) => Id === "calls").flatMap(({ Values }) => Values)).toEqual(truth.values);
  expect(pagedResults.filter(({ Id }) => Id === "again").flatMap(({ Values }) => Values)).toEqual(truth.values);
  expect(Series.parse(ascending.json).MetricDataResults[0]?.Values).toEqual(truth.values.toReversed());
});

test("AWS JSON, RPC v2 CBOR and AWS Query give the same datapoints, each in its own shape", async () => {
  const truth = await bySdk();
  const seconds = { StartTime: start.getTime() / 1000, EndTime: end.getTime() / 1000 };
  const [json, binary, xml] = await Promise.all([
    send(simulator, {
      service: "monitoring",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "GraniteServiceVersion20100801.GetMetricData",
      },
      body: JSON.stringify({ ...seconds, MetricDataQueries: [query("calls")] }),
    }),
    send(simulator, {
      service: "monitoring",
      path: "/service/GraniteServiceVersion20100801/operation/GetMetricData",
      headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor", accept: "application/cbor" },
      body: cbor.serialize({
        StartTime: dateToTag(start),
        EndTime: dateToTag(end),
        MetricDataQueries: [query("calls")],
      }),
    }),
    sendForm(simulator, "monitoring", {
      Action: "GetMetricData",
      Version: "2010-08-01",
      StartTime: start.toISOString(),
      EndTime: end.toISOString(),
      "MetricDataQueries.member.1.Id": "calls",
      "MetricDataQueries.member.1.MetricStat.Stat": "Sum",
      "MetricDataQueries.member.1.MetricStat.Period": "3600",
      "MetricDataQueries.member.1.MetricStat.Metric.Namespace": "AWS/EC2",
      "MetricDataQueries.member.1.MetricStat.Metric.MetricName": "MetadataNoToken",
      "MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name": "InstanceId",
      "MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value": CALLER,
    }),
  ]);
  expect([json.status, binary.status, xml.status]).toEqual([200, 200, 200]);
  const shapes: unknown[] = [JSON.parse(json.text), cbor.deserialize(binary.body)];
  for (const shape of shapes) {
    const [series] = Series.parse(shape).MetricDataResults;
    expect(series?.Values).toEqual(truth.values);
    expect(series?.Timestamps).toEqual(truth.instants);
  }
  const members = (name: string) => [
    ...(new RegExp(`<${name}>(.*?)</${name}>`).exec(xml.text)?.[1] ?? "").matchAll(/<member>(.*?)<\/member>/g),
  ];
  expect(members("Values").map(([, value]) => Number(value))).toEqual(truth.values);
  expect(members("Timestamps").map(([, date = ""]) => Date.parse(date))).toEqual(truth.instants);
});

test("every operation that is played was asked for", () => {
  expect([...cli.asked].filter((name) => !name.startsWith("elasticbeanstalk/")).toSorted()).toEqual(
    playedBy("ec2", "monitoring", "sts"),
  );
});
