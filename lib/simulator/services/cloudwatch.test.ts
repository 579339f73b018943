import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  paginateGetMetricData,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Instance } from "../world.ts";

const HOUR = 3_600_000;
// Periods are aligned to themselves, so the longest one asked for decides where the window begins.
const start = new Date(Math.floor(Date.now() / (12 * HOUR)) * 12 * HOUR - 24 * HOUR);
const end = new Date(start.getTime() + 12 * HOUR);

let simulator: Simulator;
let cloudWatch: CloudWatchClient;
const ids = {
  caller: "i-0000000000000ca11",
  silent: "i-0000000000000511e",
  refused: "i-0000000000000bad0",
  unreported: "i-000000000000000ff",
};

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 20,
    accounts: 1,
    regions: ["us-east-1"],
    throttle: "off",
  });
  cloudWatch = new CloudWatchClient({ ...clientConfig(simulator), maxAttempts: 1 });
  const lane = simulator.world.lanes[0];
  const template = lane?.environments.flatMap(({ instances }) => instances)[0];
  if (lane === undefined || template === undefined) throw new Error("the world is empty");
  const add = (id: string, change: Partial<Instance>): void => {
    lane.goneInstances.push({
      ...template,
      id,
      state: "running",
      launchedAt: new Date(start.getTime() - HOUR),
      terminatedAt: undefined,
      ...change,
    });
  };
  add(ids.caller, { httpTokens: "optional", imdsV1Use: { kind: "reported", callsPerHour: 60 } });
  add(ids.silent, { httpTokens: "optional", imdsV1Use: { kind: "reported", callsPerHour: 0 } });
  add(ids.refused, { httpTokens: "required", imdsV1Use: { kind: "reported", callsPerHour: 60 } });
  add(ids.unreported, { httpTokens: "optional", imdsV1Use: { kind: "unreported" } });
});

afterAll(() => simulator.close());

const query = (id: string, instanceId: string, metric = "MetadataNoToken", period = 3600): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: "AWS/EC2",
      MetricName: metric,
      Dimensions: [{ Name: "InstanceId", Value: instanceId }],
    },
    Period: period,
    Stat: "Sum",
  },
});

const sum = (values: number[] | undefined): number => (values ?? []).reduce((total, value) => total + value, 0);

test("callers count, the silent count zero, the refused count as rejected, the unreported are empty", async () => {
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: start,
      EndTime: end,
      MetricDataQueries: [
        query("caller", ids.caller),
        query("silent", ids.silent),
        query("refusedServed", ids.refused),
        query("refusedRejected", ids.refused, "MetadataNoTokenRejected"),
        query("unreported", ids.unreported),
        query("unknown", "i-00000000000000001"),
      ],
    }),
  );
  const valuesOf = (id: string): number[] | undefined => MetricDataResults.find(({ Id }) => Id === id)?.Values;
  expect(valuesOf("caller")).toHaveLength(12);
  expect(Math.min(...(valuesOf("caller") ?? []))).toBeGreaterThanOrEqual(40);
  expect(valuesOf("silent")).toEqual(Array.from({ length: 12 }, () => 0));
  expect(sum(valuesOf("refusedRejected"))).toBeGreaterThan(0);
  expect([valuesOf("refusedServed"), valuesOf("unreported"), valuesOf("unknown")]).toEqual([[], [], []]);
  expect(MetricDataResults.every(({ StatusCode }) => StatusCode === "Complete")).toBe(true);
});

test("counts that are not all at hand are told as such, of the period that is named", async () => {
  simulator.faults.add({ fault: { kind: "partial-counts", periodSeconds: 3600 }, count: 1 });
  const { MetricDataResults = [], NextToken } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: start,
      EndTime: end,
      MetricDataQueries: [
        query("fine", ids.caller, "MetadataNoToken", 300),
        query("hours", ids.caller, "MetadataNoToken", 3600),
      ],
    }),
  );
  const told = MetricDataResults.map(({ Id, StatusCode }) => [Id, StatusCode]);
  expect(told).toEqual([
    ["fine", "Complete"],
    ["hours", "PartialData"],
  ]);
  expect(NextToken).toBeUndefined();
});

test("newest first unless asked otherwise; any period adds up to the same sum", async () => {
  const ask = async (period: number, ScanBy?: "TimestampAscending") => {
    const { MetricDataResults } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: start,
        EndTime: end,
        MetricDataQueries: [query("q", ids.caller, "MetadataNoToken", period)],
        ...(ScanBy && { ScanBy }),
      }),
    );
    return MetricDataResults?.[0];
  };
  const hourly = await ask(3600);
  expect(hourly?.Timestamps?.[0]).toEqual(new Date(end.getTime() - HOUR));
  expect((await ask(3600, "TimestampAscending"))?.Timestamps?.[0]).toEqual(start);
  expect(sum((await ask(300))?.Values)).toBe(sum(hourly?.Values));
  expect(sum((await ask(12 * 3600))?.Values)).toBe(sum(hourly?.Values));
});

test("pages of datapoints join to the whole", async () => {
  const input = {
    StartTime: start,
    EndTime: end,
    MetricDataQueries: [query("a", ids.caller), query("b", ids.silent)],
  };
  const whole = await cloudWatch.send(new GetMetricDataCommand(input));
  const values: Record<string, number[]> = { a: [], b: [] };
  let pages = 0;
  for await (const { MetricDataResults = [] } of paginateGetMetricData(
    { client: cloudWatch },
    { ...input, MaxDatapoints: 5 },
  )) {
    pages++;
    for (const { Id = "", Values = [] } of MetricDataResults) values[Id]?.push(...Values);
  }
  expect(pages).toBe(5);
  expect([values["a"], values["b"]]).toEqual(whole.MetricDataResults?.map(({ Values }) => Values));
});

test("what CloudWatch would refuse is refused", async () => {
  const refused = async (change: object, name = "ValidationError"): Promise<void> => {
    const input = {
      StartTime: start,
      EndTime: end,
      MetricDataQueries: [query("q", ids.caller)],
      ...change,
    };
    await expect(cloudWatch.send(new GetMetricDataCommand(input))).rejects.toMatchObject({ name });
  };
  await refused({
    MetricDataQueries: Array.from({ length: 501 }, (_, index) => query(`q${index}`, ids.caller)),
  });
  await refused({ MetricDataQueries: [query("Q", ids.caller)] });
  await refused({ MetricDataQueries: [query("q", ids.caller), query("q", ids.silent)] });
  await refused({ EndTime: start });
  await refused({ MetricDataQueries: [{ Id: "q", Expression: "SUM(METRICS())" }] });
  await refused({ NextToken: "bm9wZQ" }, "InvalidNextToken");
  await expect(cloudWatch.send(new ListMetricsCommand({}))).rejects.toMatchObject({
    name: "UnknownOperationException",
  });
});

test("older clients get the same answer over AWS Query", async () => {
  const { endpoint, region, credentials } = clientConfig(simulator);
  const url = new URL(endpoint);
  const body = new URLSearchParams({
    Action: "GetMetricData",
    Version: "2010-08-01",
    StartTime: start.toISOString(),
    EndTime: end.toISOString(),
    "MetricDataQueries.member.1.Id": "q",
    "MetricDataQueries.member.1.MetricStat.Stat": "Sum",
    "MetricDataQueries.member.1.MetricStat.Period": "3600",
    "MetricDataQueries.member.1.MetricStat.Metric.Namespace": "AWS/EC2",
    "MetricDataQueries.member.1.MetricStat.Metric.MetricName": "MetadataNoToken",
    "MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name": "InstanceId",
    "MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value": ids.silent,
  }).toString();
  const headers = { host: url.host, "content-type": "application/x-www-form-urlencoded" };
  const signer = new SignatureV4({ credentials, region, service: "monitoring", sha256: Sha256 });
  const signed = await signer.sign(new HttpRequest({ method: "POST", path: "/", headers, body }));

  const response = await fetch(url, { method: "POST", headers: signed.headers, body });
  const xml = await response.text();
  expect(response.status).toBe(200);
  expect(xml).toContain(
    '<GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><GetMetricDataResult>',
  );
  expect(xml.match(/<member>0<\/member>/g)).toHaveLength(12);
  expect(xml).toContain(`<member>${start.toISOString().replace(".000Z", "Z")}</member>`);
});
