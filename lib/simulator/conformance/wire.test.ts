import { request as httpRequest, Agent } from "node:http";
import {
  DescribeEnvironmentsCommand,
  ElasticBeanstalkClient,
  UpdateEnvironmentCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { clientConfig, startSimulator, type Simulator } from "../server.ts";
import type { Environment } from "../world.ts";
import { send, sendForm, type Received } from "./test-wire.ts";

const VERSION = "2010-12-01";
const DESCRIBE = { Action: "DescribeEnvironments", Version: VERSION };

let simulator: Simulator;
let one: Environment;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 40,
    accounts: 1,
    regions: ["us-east-1"],
    throttle: "off",
    speed: 1,
  });
  const found = simulator.world.lanes[0]?.environments.find(
    ({ status, draft, platform }) => status === "Ready" && draft === undefined && platform.family === "al2",
  );
  if (found === undefined) throw new Error("no environment");
  one = found;
});

afterAll(() => simulator.close());

const eb = (fields: Record<string, string>, more = {}) => sendForm(simulator, "elasticbeanstalk", fields, more);
const names = ({ text }: Received): string[] =>
  [...text.matchAll(/<EnvironmentName>(.*?)<\/EnvironmentName>/g)].map(([, name = ""]) => name);
const codeOf = ({ text }: Received): string | undefined => /<Code>(.*?)<\/Code>/.exec(text)?.[1];

describe("a Query request", () => {
  test("may be a GET, with what it says in the query string", async () => {
    const answer = await send(simulator, {
      service: "elasticbeanstalk",
      method: "GET",
      query: { ...DESCRIBE, "EnvironmentNames.member.1": one.name },
    });
    expect([answer.status, names(answer)]).toEqual([200, [one.name]]);
  });

  test("may be a POST with what it says in the query string, or in both", async () => {
    const query = { service: "elasticbeanstalk", query: DESCRIBE };
    const [alone, both] = [
      await send(simulator, query),
      await send(simulator, { ...query, body: `EnvironmentNames.member.1=${one.name}` }),
    ];
    expect([alone.status, both.status, names(both)]).toEqual([200, 200, [one.name]]);
    expect(names(alone).length).toBeGreaterThan(1);
  });

  test("may have another path, and members nobody knows", async () => {
    const answer = await eb({ ...DESCRIBE, "EnvironmentNames.member.1": one.name, Colour: "green" }, { path: "/a/b/" });
    expect([answer.status, names(answer)]).toEqual([200, [one.name]]);
  });

  test("may write its escapes in either case, and a space in either way", async () => {
    for (const escaped of ["a%2fb+c", "a%2Fb%20c"]) {
      const answer = await send(simulator, {
        service: "elasticbeanstalk",
        body: `Action=DescribeEnvironmentResources&Version=${VERSION}&EnvironmentId=${escaped}`,
      });
      expect(answer.text).toContain("EnvironmentId = &apos;a/b c&apos;");
    }
  });

  test.each([
    [{ Version: "" }, "InvalidAction", "for version NO_VERSION_SPECIFIED"],
    [{ Version: "2009-01-01" }, "InvalidAction", "for version 2009-01-01"],
    [{ Action: "" }, "MissingAction", "must contain the parameter Action"],
    [{ Action: "describeEnvironments" }, "InvalidAction", "operation describeEnvironments"],
    [{ EnvironmentNames: "flat" }, "MalformedInput", "'flat' for parameter EnvironmentNames"],
    [{ "EnvironmentNames.member.1": "" }, "ValidationError", "Value '[]' at 'environmentNames'"],
    [{ ApplicationName: "" }, "ValidationError", "Value '' at 'applicationName'"],
    [{ MaxRecords: "" }, "MalformedInput", "for parameter MaxRecords"],
    [{ MaxRecords: "1.5" }, "MalformedInput", "for parameter MaxRecords"],
    [{ IncludeDeleted: "1" }, "MalformedInput", "for parameter IncludeDeleted"],
    [{ IncludedDeletedBackTo: "yesterday" }, "MalformedInput", "for parameter IncludedDeletedBackTo"],
  ])("with %j is refused", async (fields, code, words) => {
    const answer = await eb({ ...DESCRIBE, ...fields });
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    expect(answer.text.replaceAll("&apos;", "'")).toContain(words);
  });

  test.each([
    { EnvironmentNames: "" },
    { "EnvironmentNames.1": "flat" },
    { IncludedDeletedBackTo: "2026-01-01T01:00:00.5+01:00" },
  ])("with %j asks for everything", async (fields) => {
    expect(names(await eb({ ...DESCRIBE, ...fields })).length).toBeGreaterThan(30);
  });

  test("of no service's version is refused in a shape that any Query client reads", async () => {
    const answer = await fetch(simulator.endpoint, { method: "POST", body: "Action=ListUsers&Version=2010-05-08" });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("<Code>MissingAuthenticationToken</Code>");
  });
});

describe("HTTP", () => {
  test("a client may wait until it is told to continue", async () => {
    const answer = await eb(
      { ...DESCRIBE, "EnvironmentNames.member.1": one.name },
      { tamper: { expect: "100-continue" } },
    );
    expect(names(answer)).toEqual([one.name]);
  });

  test("a body may come in chunks of unknown number", async () => {
    const answer = await eb(
      { ...DESCRIBE, "EnvironmentNames.member.1": one.name },
      { tamper: { "transfer-encoding": "chunked", "content-length": undefined } },
    );
    expect(names(answer)).toEqual([one.name]);
  });

  test("a long list is read to its end", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`EnvironmentNames.member.${index + 1}`, `nobody-${index}`]),
    );
    expect(names(await eb({ ...DESCRIBE, ...many, "EnvironmentNames.member.10001": one.name }))).toEqual([one.name]);
  });

  test("one connection serves many requests", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let round = 0; round < 3; round++) {
      await new Promise<void>((resolve, reject) => {
        const call = httpRequest(simulator.endpoint, { agent, method: "POST" }, (response) => {
          ports.add(response.socket.localPort);
          response.resume();
          response.once("end", resolve);
        });
        call.once("error", reject);
        call.end("Action=DescribeEnvironments");
      });
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  test("header values may have odd spaces, and the signature's parts none between them", async () => {
    const answer = await eb(DESCRIBE, { headers: { "x-amz-note": "a   b" } });
    expect(answer.status).toBe(200);
  });
});

describe("text", () => {
  const client = () => new ElasticBeanstalkClient({ ...clientConfig(simulator), maxAttempts: 1 });

  test.each([
    ["markup", '<a href="x">&amp;\'</a> ]]>'],
    ["scripts", "基盤 é 🙂 \u{10FFFD}"],
    ["white space", " a\tb\nc  "],
  ])("%s comes back as it went", async (_, description) => {
    one.status = "Ready";
    one.draft = undefined;
    await client().send(new UpdateEnvironmentCommand({ EnvironmentId: one.id, Description: description }));
    one.description = description;
    const { Environments } = await client().send(new DescribeEnvironmentsCommand({ EnvironmentIds: [one.id] }));
    expect(Environments?.[0]?.Description).toBe(description);
  });

  test("what XML cannot carry does not break the answer", async () => {
    one.description = "a\u{1}b\u{FFFF}c\rd";
    const { Environments } = await client().send(new DescribeEnvironmentsCommand({ EnvironmentIds: [one.id] }));
    expect(Environments?.[0]?.Description).toBe("a\u{FFFD}b\u{FFFD}c\rd");
  });
});

describe("AWS JSON", () => {
  const json = (operation: string, body: string) =>
    send(simulator, {
      service: "monitoring",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `GraniteServiceVersion20100801.${operation}`,
      },
      body,
    });
  const end = Math.floor(Date.now() / 1000);
  const input = {
    StartTime: end - 3600,
    EndTime: end,
    MetricDataQueries: [
      {
        Id: "q",
        MetricStat: { Metric: { Namespace: "AWS/EC2", MetricName: "MetadataNoToken" }, Period: 60, Stat: "Sum" },
      },
    ],
  };

  test("null is as absent, and what nobody knows is passed over", async () => {
    const answer = await json("GetMetricData", JSON.stringify({ ...input, NextToken: null, Colour: { green: true } }));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ MetricDataResults: [{ Id: "q", Values: [], Timestamps: [] }] });
  });

  test.each([
    "",
    "[]",
    "null",
    '"text"',
    "{",
    JSON.stringify({ ...input, StartTime: "soon" }),
    JSON.stringify({ ...input, MetricDataQueries: {} }),
  ])("a body of %s is refused", async (body) => {
    const answer = await json("GetMetricData", body);
    expect(answer.status).toBe(400);
    expect(answer.headers["x-amzn-query-error"]).toMatch(/^(SerializationException|ValidationError);Sender$/);
  });
});
