import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeEnvironmentsCommand,
  ElasticBeanstalkClient,
  UpdateEnvironmentCommand,
} from "@aws-sdk/client-elastic-beanstalk";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { sendForm } from "./conformance/test-wire.ts";
import { makeFaults, type FaultPlace } from "./faults.ts";
import { clientConfig, startSimulator, type Simulator } from "./server.ts";
import type { Environment } from "./world.ts";

let simulator: Simulator;
const regions = ["us-east-1", "eu-west-1"];

beforeAll(async () => {
  simulator = await startSimulator({ environments: 60, accounts: 2, regions, throttle: "off", speed: 1 });
});
afterAll(() => simulator.close());
afterEach(() => simulator.faults.clear());

const once = { maxAttempts: 1 };
const client = (more: object = {}) => new ElasticBeanstalkClient({ ...clientConfig(simulator), ...once, ...more });
const list = (using = client()) => using.send(new DescribeEnvironmentsCommand({ MaxRecords: 1 }));
const url = (path: string): string => `${simulator.endpoint}/_simulator/${path}`;
const post = (path: string, body: unknown) => fetch(url(path), { method: "POST", body: JSON.stringify(body) });

/** An environment nobody has touched yet. */
function ready(): Environment {
  const accountId = simulator.ready.accounts[0]?.id;
  const environment = simulator.world.lanes
    .filter((lane) => lane.accountId === accountId && lane.region === regions[0])
    .flatMap(({ environments }) => environments)
    .find(({ status, platform }) => status === "Ready" && platform.family === "al2");
  if (environment === undefined) throw new Error("The world has no such environment");
  return environment;
}
const update = (environment: Environment, using = client()) =>
  using.send(new UpdateEnvironmentCommand({ EnvironmentId: environment.id, Description: `seen ${Math.random()}` }));

describe("what a client sees of each fault", () => {
  test.each([
    ["throttle-storm", { name: "Throttling", message: "Rate exceeded", $metadata: { httpStatusCode: 400 } }],
    ["internal-error", { name: "InternalFailure", $metadata: { httpStatusCode: 500 } }],
    ["unavailable", { name: "ServiceUnavailable", $metadata: { httpStatusCode: 503 } }],
    ["expired-token", { name: "ExpiredToken", $metadata: { httpStatusCode: 403 } }],
  ] as const)("%s: AWS refuses, does nothing, and the journal says so", async (kind, seen) => {
    const environment = ready();
    const before = simulator.world.journal.length;
    simulator.faults.add({ fault: { kind } });
    await expect(update(environment)).rejects.toMatchObject(seen);
    expect(environment.status).toBe("Ready");
    expect(simulator.world.journal.slice(before)).toMatchObject([
      { operation: "UpdateEnvironment", fault: kind, outcome: { kind: "refused", code: seen.name } },
    ]);
  });

  test("drop-before: no answer, and AWS never heard of it", async () => {
    const environment = ready();
    const before = simulator.world.journal.length;
    simulator.faults.add({ fault: { kind: "drop-before" } });
    await expect(update(environment)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(environment.status).toBe("Ready");
    expect(simulator.world.journal).toHaveLength(before);
  });

  test.each(["drop-after", "truncate"] as const)("%s: AWS does it, and the answer is lost", async (kind) => {
    const environment = ready();
    simulator.faults.add({ fault: { kind }, count: 1 });
    const lost: unknown = await update(environment).catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(Error);
    expect(environment.status).toBe("Updating");
    expect(simulator.world.journal.at(-1)).toMatchObject({
      operation: "UpdateEnvironment",
      principalArn: expect.stringContaining(`arn:aws:iam::${simulator.ready.accounts[0]?.id}:user/`),
      fault: kind,
      outcome: { kind: "accepted" },
    });
  });

  test("slow: AWS does it at once, and a client that does not wait never learns", async () => {
    const environment = ready();
    simulator.faults.add({ fault: { kind: "slow", milliseconds: 600_000 }, count: 1 });
    const hasty = client({ requestHandler: new NodeHttpHandler({ requestTimeout: 50, throwOnRequestTimeout: true }) });
    await expect(update(environment, hasty)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(environment.status).toBe("Updating");
    simulator.faults.add({ fault: { kind: "slow", milliseconds: 1 } });
    await expect(list()).resolves.toMatchObject({ Environments: [{}] });
  });

  test("expired-page-token: the next page is refused in each service's words, and no other call", async () => {
    simulator.faults.add({ fault: { kind: "expired-page-token" }, count: 2 });
    const { NextToken } = await list();
    const next = () => client().send(new DescribeEnvironmentsCommand({ MaxRecords: 1, NextToken }));
    await expect(next()).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "The specified NextToken is invalid.",
    });
    const ec2 = new EC2Client({ ...clientConfig(simulator), ...once });
    const instances = (token?: string) => ec2.send(new DescribeInstancesCommand({ MaxResults: 5, NextToken: token }));
    const first = await instances();
    await expect(instances(first.NextToken)).rejects.toMatchObject({ name: "InvalidPaginationToken" });
    await expect(next()).resolves.toMatchObject({ Environments: [{}] });
  });

  test("clock-skew: a client that does not correct its clock is refused; the SDK does, by the date of the answer", async () => {
    simulator.faults.add({ fault: { kind: "clock-skew", seconds: 3_600 } });
    await expect(list()).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
      message: expect.stringContaining("Signature expired"),
    });
    await expect(list(client({ maxAttempts: 2 }))).resolves.toMatchObject({ Environments: [{}] });
    simulator.faults.clear();
    simulator.faults.add({ fault: { kind: "clock-skew", seconds: -3_600 } });
    await expect(list()).rejects.toMatchObject({ message: expect.stringContaining("Signature not yet current") });
  });

  test("EC2 words the same faults in its own way", async () => {
    const ec2 = new EC2Client({ ...clientConfig(simulator), ...once });
    simulator.faults.add({ fault: { kind: "throttle-storm" }, count: 1 });
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({ name: "RequestLimitExceeded" });
    simulator.faults.add({ fault: { kind: "expired-token" }, count: 1 });
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({ name: "RequestExpired" });
    for (const seconds of [600, -600]) {
      simulator.faults.add({ fault: { kind: "clock-skew", seconds }, count: 1 });
      await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
        name: "AuthFailure",
        message: "AWS was not able to validate the provided access credentials",
        $metadata: { httpStatusCode: 401 },
      });
    }
  });
});

describe("where and how often a fault strikes", () => {
  test("only in the account, region, service and operation it names, so many times", async () => {
    const [first, second] = simulator.ready.accounts;
    if (first === undefined || second === undefined) throw new Error("The world has two accounts");
    const here = { accountId: first.id, region: "us-east-1", service: "elasticbeanstalk" };
    simulator.faults.add({
      fault: { kind: "unavailable" },
      where: { ...here, operation: "DescribeEnvironments" },
      count: 2,
    });
    await list(new ElasticBeanstalkClient({ ...clientConfig(simulator, { account: 1 }), ...once }));
    await list(new ElasticBeanstalkClient({ ...clientConfig(simulator, { region: "eu-west-1" }), ...once }));
    await new EC2Client({ ...clientConfig(simulator), ...once }).send(new DescribeInstancesCommand({}));
    await expect(list()).rejects.toMatchObject({ name: "ServiceUnavailable" });
    await expect(list()).rejects.toMatchObject({ name: "ServiceUnavailable" });
    await expect(list()).resolves.toBeDefined();
    expect(simulator.faults.list()).toMatchObject([{ hits: 2, left: 0 }]);
  });

  const place = fc.record(
    {
      accountId: fc.constantFrom("1", "2"),
      region: fc.constantFrom(...regions),
      service: fc.constantFrom("ec2", "elasticbeanstalk"),
      operation: fc.constantFrom("A", "B"),
    },
    { requiredKeys: [] },
  );
  const full: Required<FaultPlace> = { accountId: "1", region: "us-east-1", service: "ec2", operation: "A" };

  test("a rule strikes exactly the calls that agree with all it names, and never more often than its count", () => {
    fc.assert(
      fc.property(place, place, fc.integer({ min: 1, max: 3 }), (where, partial, count) => {
        const faults = makeFaults(1);
        faults.add({ fault: { kind: "drop-before" }, where, count });
        const call = { ...full, ...partial };
        const agrees = Object.entries(where).every(([key, value]) =>
          Object.entries(call).some(([k, v]) => k === key && v === value),
        );
        const struck = Array.from({ length: count + 2 }, () => faults.strike(call)).filter(
          (fault) => fault !== undefined,
        );
        expect(struck).toHaveLength(agrees ? count : 0);
      }),
    );
  });

  test("a probability is a share of the calls, the same ones for the same seed", () => {
    const strikes = (seed: number) => {
      const faults = makeFaults(seed);
      faults.add({ fault: { kind: "drop-after" }, probability: 0.05 });
      return Array.from({ length: 10_000 }, () => faults.strike(full) !== undefined);
    };
    const share = strikes(7).filter(Boolean).length / 10_000;
    expect(share).toBeGreaterThan(0.04);
    expect(share).toBeLessThan(0.06);
    expect(strikes(7)).toEqual(strikes(7));
    expect(strikes(8)).not.toEqual(strikes(7));
  });
});

describe("faults, clock and journal over HTTP, for tests in any language", () => {
  test("a rule is made, listed with its hits, and taken away", async () => {
    const made = await post("faults", { fault: "throttle-storm", operation: "DescribeEnvironments", probability: 1 });
    expect(made.status).toBe(201);
    const { id }: { id: string } = await made.json();
    await expect(list()).rejects.toMatchObject({ name: "Throttling" });
    expect(await (await fetch(url("faults"))).json()).toMatchObject({
      faults: [{ id, fault: { kind: "throttle-storm" }, where: { operation: "DescribeEnvironments" }, hits: 1 }],
    });
    expect((await fetch(url(`faults/${id}`), { method: "DELETE" })).status).toBe(200);
    expect((await fetch(url(`faults/${id}`), { method: "DELETE" })).status).toBe(404);
    await list();
    await post("faults", { fault: "slow", milliseconds: 1 });
    await post("faults", { fault: "clock-skew", seconds: 10 });
    expect((await fetch(url("faults"), { method: "DELETE" })).status).toBe(200);
    expect(await (await fetch(url("faults"))).json()).toEqual({ faults: [] });
  });

  test.each([
    [{ fault: "earthquake" }],
    [{ fault: "slow" }],
    [{ fault: "clock-skew" }],
    [{ fault: "truncate", probability: 0 }],
    [{ fault: "truncate", probability: 1.5 }],
    [{ fault: "truncate", count: 0 }],
    [{ fault: "truncate", zone: "a" }],
    ["truncate"],
  ])("%j is refused, and says what was expected", async (body) => {
    const answer = await post("faults", body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringContaining("expected") });
  });

  test("the clock moves on: what was due happens, and AWS's time is later from then on", async () => {
    const moved = await startSimulator({ environments: 20, accounts: 1, regions, throttle: "off", speed: 1 });
    try {
      const before: { now: string } = await (await fetch(`${moved.endpoint}/_simulator/state`)).json();
      const answer = await fetch(`${moved.endpoint}/_simulator/clock`, {
        method: "POST",
        body: JSON.stringify({ seconds: 86_400 }),
      });
      const after: { now: string; pendingTransitions: number } = await answer.json();
      expect(after.pendingTransitions).toBe(0);
      expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(86_400_000);
      // Signatures and `Date` keep wall time: a client that never corrects its clock goes on.
      const steadfast = new ElasticBeanstalkClient({ ...clientConfig(moved), maxAttempts: 1 });
      await expect(steadfast.send(new DescribeEnvironmentsCommand({}))).resolves.toBeDefined();
      const raw = await sendForm(moved, "ec2", { Action: "DescribeRegions", Version: "2016-11-15" });
      expect(raw.status).toBe(200);
      expect(Math.abs(Date.parse(String(raw.headers["date"])) - Date.now())).toBeLessThan(60_000);
    } finally {
      await moved.close();
    }
  });

  test("a session ends by the moved clock, and a new one works", async () => {
    const moved = await startSimulator({ environments: 20, accounts: 1, regions, throttle: "off" });
    try {
      const assumed = async () => {
        const [role] = moved.ready.accounts;
        const input = { RoleArn: role?.roleArn, ExternalId: role?.externalId, RoleSessionName: "clock" };
        const { Credentials } = await new STSClient(clientConfig(moved)).send(new AssumeRoleCommand(input));
        const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
        return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
      };
      const as = (credentials: Awaited<ReturnType<typeof assumed>>) =>
        new ElasticBeanstalkClient({ ...clientConfig(moved), ...once, credentials });
      const first = await assumed();
      await list(as(first));
      await fetch(`${moved.endpoint}/_simulator/clock`, { method: "POST", body: '{"seconds":3600}' });
      await expect(list(as(first))).rejects.toMatchObject({ name: "ExpiredToken" });
      await expect(list(as(await assumed()))).resolves.toBeDefined();
      const refused = new UpdateEnvironmentCommand({ EnvironmentName: "some-environment" });
      await expect(as(first).send(refused)).rejects.toMatchObject({ name: "ExpiredToken" });
      expect(moved.world.journal).toMatchObject([
        {
          operation: "UpdateEnvironment",
          principalArn: expect.stringContaining(":assumed-role/"),
          input: { EnvironmentName: "some-environment" },
          outcome: { kind: "refused", code: "ExpiredToken" },
          fault: null,
        },
      ]);
    } finally {
      await moved.close();
    }
  });

  test.each([
    ["clock", { seconds: -5 }],
    ["clock", { seconds: 1e300 }],
    ["deploy", { environmentId: "any", minutes: 1e300 }],
    ["faults", { fault: "clock-skew", seconds: 1e300 }],
    ["faults", { fault: "clock-skew", seconds: -1e300 }],
  ])("%s with %j is refused, and the world goes on", async (path, body) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringContaining("expected") });
    await expect(list()).resolves.toMatchObject({ Environments: [{}] });
  });

  test("all moves of the clock together end before dates do", async () => {
    const moved = await startSimulator({ environments: 1, accounts: 1, regions, throttle: "off" });
    try {
      const year = () =>
        fetch(`${moved.endpoint}/_simulator/clock`, {
          method: "POST",
          body: JSON.stringify({ seconds: 366 * 86_400 }),
        });
      const statuses: number[] = [];
      for (let count = 0; count < 11; count++) statuses.push((await year()).status);
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 400]);
      await expect(
        new ElasticBeanstalkClient({ ...clientConfig(moved), ...once }).send(new DescribeEnvironmentsCommand({})),
      ).resolves.toBeDefined();
    } finally {
      await moved.close();
    }
  });

  test.each([
    [{ service: "cloudwatch" }, "monitoring"],
    [{ service: "elasticbeanstalk", operation: "updateEnvironment" }, "UpdateEnvironment"],
    [{ service: "ec2", operation: "UpdateEnvironment" }, "DescribeInstances"],
    [{ operation: "Update" }, "UpdateEnvironment"],
    [{ region: "mars" }, "eu-west-1"],
    [{ accountId: "1" }, /\d{12}/],
  ])("a rule for %j would never strike: it is refused with the names there are", async (place, known) => {
    const answer = await post("faults", { fault: "throttle-storm", ...place });
    expect(answer.status).toBe(400);
    const { error }: { error: string } = await answer.json();
    expect(error).toMatch(known);
    expect(simulator.faults.list()).toEqual([]);
  });

  test.each([
    [{ service: "sts", region: "sa-east-1", operation: "AssumeRole" }],
    [{ service: "elasticbeanstalk", operation: "RebuildEnvironment", region: "eu-west-1" }],
    [{ operation: "GetMetricData" }],
  ])("a rule for %j can strike", async (place) => {
    expect((await post("faults", { fault: "throttle-storm", ...place })).status).toBe(201);
  });

  test("what is lost on its way, or refused for its signature, is counted too", async () => {
    await fetch(url("calls"), { method: "DELETE" });
    await post("faults", { fault: "drop-before", count: 1 });
    await expect(list()).rejects.toMatchObject({ code: "ECONNRESET" });
    await post("faults", { fault: "clock-skew", seconds: 600, count: 1 });
    await expect(list()).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    await list();
    expect(await (await fetch(url("calls"))).json()).toMatchObject({
      calls: [{ operation: "DescribeEnvironments", answered: 1, throttled: 0, failed: 2 }],
    });
  });

  test("a call whose input cannot be read is in the journal, with none", async () => {
    const fields = { Action: "UpdateEnvironment", Version: "2010-12-01", "OptionSettings.member.1": "text" };
    expect((await sendForm(simulator, "elasticbeanstalk", { ...fields, OptionSettings: "text" })).status).toBe(400);
    const { journal }: { journal: unknown[] } = await (await fetch(url("journal"))).json();
    expect(journal.at(-1)).toMatchObject({ input: null, outcome: { kind: "refused", code: "MalformedInput" } });
  });

  test("calls are counted by lane and operation, and by how they ended", async () => {
    await fetch(url("calls"), { method: "DELETE" });
    await list();
    await post("faults", { fault: "throttle-storm", count: 2 });
    await expect(list()).rejects.toMatchObject({ name: "Throttling" });
    await expect(list()).rejects.toMatchObject({ name: "Throttling" });
    await post("faults", { fault: "drop-after", count: 1 });
    await expect(list()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await (await fetch(url("calls"))).json()).toEqual({
      calls: [
        {
          accountId: simulator.ready.accounts[0]?.id,
          region: "us-east-1",
          service: "elasticbeanstalk",
          operation: "DescribeEnvironments",
          answered: 1,
          throttled: 2,
          failed: 1,
        },
      ],
    });
  });

  test("the journal is read on from where one stopped reading", async () => {
    const read = async (after: number | string) => (await fetch(url(`journal?after=${after}`))).json();
    const { last }: { last: number } = await read(0);
    await expect(update(ready())).resolves.toBeDefined();
    expect(await read(last)).toMatchObject({
      last: last + 1,
      journal: [{ sequence: last + 1, operation: "UpdateEnvironment", fault: null, outcome: { kind: "accepted" } }],
    });
    expect(await read("x")).toEqual({ error: expect.stringContaining("after") });
  });
});
