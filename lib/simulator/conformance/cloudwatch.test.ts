import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { cbor, dateToTag } from "@smithy/core/cbor";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { findAwsCli } from "../../../scripts/aws-cli.ts";
import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import { flags, playedBy, startCli, type Cli } from "./test-cli.ts";
import { send, sendForm } from "./test-wire.ts";

const HOUR = 3_600_000;

let simulator: Simulator;
let cli: Cli;

beforeAll(async () => {
  simulator = await startSimulator({ environments: 20, accounts: 1, regions: ["eu-west-1"], throttle: "off" });
  cli = await startCli(findAwsCli(), simulator);
  addCaller();
});

afterAll(async () => {
  await cli.close();
  await simulator.close();
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

/** An instance whose software calls IMDSv1 once a minute. */
const addCaller = (): void => {
  const [lane] = simulator.world.lanes;
  const template = lane?.environments.flatMap(({ instances }) => instances)[0];
  if (lane === undefined || template === undefined) throw new Error("no instance");
  lane.goneInstances.push({
    ...template,
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
  const { MetricDataResults: [series] = [] } = await new CloudWatchClient(clientConfig(simulator)).send(
    new GetMetricDataCommand({ StartTime: start, EndTime: end, MetricDataQueries: [query("calls")] }),
  );
  const instants = (series?.Timestamps ?? []).map((date) => date.getTime());
  expect(instants).toHaveLength(6);
  return { instants, values: series?.Values ?? [] };
};

const ask = async (...args: string[]) => {
  const { json, err } = await cli.ask("cloudwatch get-metric-data", args);
  expect(err).toBe("");
  return Series.parse(json);
};

test("get-metric-data by the CLI, in whichever protocol it speaks, is what the SDK gets", async () => {
  const truth = await bySdk();
  const args = flags({
    "start-time": start.toISOString(),
    "end-time": end.toISOString(),
    "metric-data-queries": JSON.stringify([query("calls"), query("again")]),
  });
  const [whole, paged, ascending] = await Promise.all([
    ask(...args),
    ask(...args, "--page-size", "4"),
    ask(...args, "--scan-by", "TimestampAscending"),
  ]);
  const { MetricDataResults: results } = whole;
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
  const pagedResults = paged.MetricDataResults;
  expect(pagedResults.filter(({ Id }) => Id === "calls").flatMap(({ Values }) => Values)).toEqual(truth.values);
  expect(pagedResults.filter(({ Id }) => Id === "again").flatMap(({ Values }) => Values)).toEqual(truth.values);
  expect(ascending.MetricDataResults[0]?.Values).toEqual(truth.values.toReversed());
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
  expect([...cli.asked]).toEqual(playedBy("monitoring"));
});
