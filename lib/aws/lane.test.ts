import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Simulator } from "#lib/simulator/server.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { Account, Environment, Lane } from "#lib/simulator/world.ts";
import { listBeanstalkInstances, readTokensEnforced } from "./ec2.ts";
import { updateEnvironment } from "./elastic-beanstalk-writes.ts";
import { listEnvironments, readEvents, readPlatformOption, readResources, readSettings } from "./elastic-beanstalk.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";
import { readIdentity } from "./sts.ts";
import { queryError, startTestServer } from "./test-server.ts";

const REGION = "us-east-1";

let simulator: Simulator;
let own: Account;
let other: Account;
let lane: Lane;
let access: LaneAccess;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 40,
    accounts: 2,
    regions: [REGION, "ap-northeast-1"],
    throttle: "off",
  });
  const [first, second] = simulator.world.accounts;
  if (first === undefined || second === undefined) throw new Error("Two accounts were asked for.");
  own = first;
  other = second;
  lane = laneOf(own);
});
afterAll(() => simulator.close());
beforeEach(() => {
  // A new provider is a new identity, so every test begins with a full bucket.
  access = reach(own);
});

function laneOf(account: Account): Lane {
  const found = simulator.world.lanes.find(({ accountId, region }) => accountId === account.id && region === REGION);
  if (found === undefined) throw new Error("Every account has a lane in every region.");
  return found;
}

/** Reaches an account with the first one's own keys, through its role where it is another. */
function reach(account: Account, externalId: string | null = account.externalId): LaneAccess {
  const { accessKeyId, secretAccessKey } = own;
  return {
    accountId: account.id,
    region: REGION,
    roleArn: account === own ? null : account.roleArn,
    externalId: account === own ? null : externalId,
    aws: { endpointUrl: simulator.endpoint, ambient: () => Promise.resolve({ accessKeyId, secretAccessKey }) },
  };
}

/** How often an account's environments were listed. */
function laneCalls(account: Account): { answered: number; failed: number } {
  const calls = [...simulator.world.calls.values()].filter(
    ({ accountId, operation }) => accountId === account.id && operation === "DescribeEnvironments",
  );
  return calls.reduce(
    (sum, { answered, failed }) => ({ answered: sum.answered + answered, failed: sum.failed + failed }),
    { answered: 0, failed: 0 },
  );
}

function findOne(wanted: (environment: Environment) => boolean): Environment {
  const found = lane.environments.find(wanted);
  if (found === undefined) throw new Error("The simulated fleet has no such environment.");
  return found;
}

describe("credentials", () => {
  test("the identity of the process", async () => {
    expect(await readIdentity(access)).toMatchObject({ accountId: own.id });
  });

  test("a role in another account, assumed once for all calls", async () => {
    const there = reach(other);
    const before = simulator.world.sessions.length;
    expect(await readIdentity(there)).toMatchObject({
      accountId: other.id,
      arn: expect.stringContaining("imds-fleet"),
    });
    await Promise.all([listEnvironments(there), listBeanstalkInstances(there)]);
    expect(simulator.world.sessions.length).toBe(before + 1);
    expect(simulator.world.sessions.at(-1)).toMatchObject({ sessionName: "imds-fleet", roleArn: other.roleArn });
  });

  test("a session that ended before its time is renewed once, for all calls that met its end", async () => {
    const there = reach(other);
    await readIdentity(there);
    const sessions = simulator.world.sessions.length;
    const ended = simulator.world.sessions.at(-1);
    if (ended === undefined) throw new Error("A session was begun.");
    // Somebody ends it, or our clock is behind AWS's: nobody tells us.
    ended.expiresAt = new Date(Date.now() - 1_000);
    const environment = laneOf(other).environments.find(({ status }) => status === "Ready");
    if (environment === undefined) throw new Error("The simulated fleet has no such environment.");
    const named = { application: environment.applicationName, name: environment.name };
    await Promise.all([
      listEnvironments(there),
      listBeanstalkInstances(there),
      readSettings(there, named),
      readIdentity(there),
    ]);
    expect(simulator.world.sessions.length).toBe(sessions + 1);
  });

  test("tokens that AWS never takes are its answer, after one more try with new ones", async () => {
    simulator.faults.add({ fault: { kind: "expired-token" }, where: { service: "elasticbeanstalk" } });
    const before = laneCalls(other);
    await expect(listEnvironments(reach(other))).rejects.toMatchObject({
      failure: { operation: "elasticbeanstalk:DescribeEnvironments", code: "ExpiredToken", outcome: "refused" },
    });
    simulator.faults.clear();
    expect(laneCalls(other)).toEqual({ ...before, failed: before.failed + 2 });
  });

  test("a role whose caller's own token ended is asked for again", async () => {
    simulator.faults.add({ fault: { kind: "expired-token" }, where: { operation: "AssumeRole" }, count: 1 });
    expect(await readIdentity(reach(other))).toMatchObject({ accountId: other.id });
  });

  test("a write that met the session's end was not done, is not sent again, and leaves fresh credentials", async () => {
    const there = reach(other);
    const environment = laneOf(other).environments.find(({ status }) => status === "Ready");
    if (environment === undefined) throw new Error("The simulated fleet has no such environment.");
    await readIdentity(there);
    const ended = simulator.world.sessions.at(-1);
    if (ended === undefined) throw new Error("A session was begun.");
    ended.expiresAt = new Date(Date.now() - 1_000);
    const sent = simulator.world.journal.length;
    await expect(
      updateEnvironment(there, { environmentId: environment.id, change: { kind: "set", methods: "v2-only" } }),
    ).rejects.toMatchObject({ failure: { code: "ExpiredToken", outcome: "refused" } });
    expect(simulator.world.journal.length).toBe(sent + 1);
    const before = laneCalls(other);
    await listEnvironments(there);
    expect(laneCalls(other)).toMatchObject({ answered: before.answered + 1, failed: before.failed });
  });

  test("a role that cannot be assumed keeps AWS's words, and nothing was sent", async () => {
    await expect(listEnvironments(reach(other, "a-wrong-one"))).rejects.toMatchObject({
      failure: {
        operation: "sts:AssumeRole",
        code: "AccessDenied",
        message: expect.stringContaining("sts:AssumeRole"),
        requestId: expect.any(String),
        httpStatus: 403,
        outcome: "refused",
      },
    });
  });

  test("a key AWS does not know", async () => {
    const stranger = reach(own);
    stranger.aws = {
      endpointUrl: simulator.endpoint,
      ambient: () => Promise.resolve({ accessKeyId: "AKIASTRANGERSTRANGER", secretAccessKey: "x" }),
    };
    await expect(readIdentity(stranger)).rejects.toMatchObject({
      failure: { operation: "sts:GetCallerIdentity", httpStatus: 403, outcome: "refused" },
    });
  });
});

test("a lane's clients and limiters are shared by all who reach it alike", () => {
  expect(laneClients({ ...access })).toBe(laneClients(access));
  expect(laneClients({ ...access, region: "ap-northeast-1" })).not.toBe(laneClients(access));
  expect(laneClients({ ...access, externalId: "another" })).not.toBe(laneClients(access));
});

describe("reads", () => {
  test("all environments that are not terminated", async () => {
    const listed = await listEnvironments(access);
    const expected = lane.environments.filter(({ status }) => status !== "Terminated");
    expect(listed.map(({ environmentId }) => environmentId).toSorted()).toEqual(
      expected.map(({ id }) => id).toSorted(),
    );
    const [one] = listed;
    const real = findOne(({ id }) => id === one?.environmentId);
    expect(one).toMatchObject({
      name: real.name,
      application: real.applicationName,
      tier: real.tier.name,
      platform: real.platform.solutionStackName,
      dateUpdated: real.updatedAt.toISOString(),
    });
  });

  test("settings, without a trace of the environment variables", async () => {
    const environment = findOne(
      ({ tier, status, launches }) => tier.name !== "Cluster" && status === "Ready" && launches === "launch-template",
    );
    environment.variables["DATABASE_PASSWORD"] = "canary-5d1c";
    const settings = await readSettings(access, { application: environment.applicationName, name: environment.name });
    expect(settings).toMatchObject({ environmentName: environment.name, launchKind: "launch-template" });
    expect(settings.replacement.kind).not.toBe("unknown");
    const secrets = Object.values(environment.variables).filter(({ length }) => length >= 6);
    for (const secret of secrets) expect(JSON.stringify(settings)).not.toContain(secret);
  });

  test("of every platform whether it has the option, and its default", async () => {
    for (const platform of new Map(
      lane.environments.map((environment) => [environment.platform.name, environment]),
    ).values()) {
      const listed = (await listEnvironments(access)).find(({ environmentId }) => environmentId === platform.id);
      if (listed?.platformArn === undefined || listed.platformArn === null) continue;
      const known = platform.platform.disableImdsV1Default;
      expect(await readPlatformOption(access, { platformArn: listed.platformArn })).toMatchObject(
        known === undefined ? { supported: false } : { supported: true, defaultValue: known },
      );
    }
  });

  test("instances and their tags, by environment", async () => {
    const { instances, tags } = await listBeanstalkInstances(access);
    for (const environment of lane.environments) {
      const present = environment.instances.filter(({ state }) => state === "pending" || state === "running");
      const read = instances.get(environment.id) ?? [];
      expect(read.map(({ id, httpTokens, hopLimit }) => `${id} ${httpTokens} ${hopLimit}`).toSorted()).toEqual(
        present.map(({ id, httpTokens, hopLimit }) => `${id} ${httpTokens} ${hopLimit}`).toSorted(),
      );
      // What somebody gave it, and none of what AWS gave it.
      expect(Object.keys(tags.get(environment.id)?.tags ?? {})).toEqual(
        present.length === 0 ? [] : Object.keys(environment.tags).toSorted(),
      );
    }
  });

  test("what launches instances", async () => {
    const environment = findOne(({ tier, launches }) => tier.name !== "Cluster" && launches === "launch-configuration");
    const resources = await readResources(access, environment.id);
    expect(resources.launchKind).toBe("launch-configuration");
    expect(resources.instanceIds.toSorted()).toEqual(environment.instances.map(({ id }) => id).toSorted());
  });

  test.each([true, false])("whether the account enforces tokens: %s", async (enforced) => {
    lane.httpTokensEnforced = enforced;
    expect(await readTokensEnforced(access)).toBe(enforced);
  });

  test("an environment that does not exist", async () => {
    await expect(
      readSettings(access, { application: lane.environments[0]?.applicationName ?? "", name: "no-such-one" }),
    ).rejects.toMatchObject({
      failure: { code: "InvalidParameterValue", message: expect.stringContaining("no-such-one"), outcome: "refused" },
    });
  });
});

describe("writes", () => {
  test("an update is one entry in the journal, and its events carry its request id", async () => {
    const environment = findOne(
      (one) => one.tier.name !== "Cluster" && one.status === "Ready" && one.platform.disableImdsV1Default !== undefined,
    );
    const since = new Date(Date.now() - 1_000);
    const before = simulator.world.journal.length;
    const { requestId } = await updateEnvironment(access, {
      environmentId: environment.id,
      change: { kind: "set", methods: "v2-only" },
    });
    expect(simulator.world.journal.slice(before)).toMatchObject([
      { operation: "UpdateEnvironment", requestId, outcome: { kind: "accepted" } },
    ]);
    if (requestId === null) throw new Error("AWS gives every answer a request id.");
    const events = await readEvents(access, { since, requestId });
    expect(events.at(-1)).toMatchObject({ environmentName: environment.name, requestId, severity: "INFO" });

    const again = updateEnvironment(access, { environmentId: environment.id, change: { kind: "remove" } });
    await expect(again).rejects.toMatchObject({
      failure: { code: "InvalidParameterValue", message: expect.stringContaining("Must be Ready"), outcome: "refused" },
    });
    expect(simulator.world.journal.slice(before)).toHaveLength(2);
  });
});

test("a lane whose calls hang takes no connection from another", async () => {
  const server = await startTestServer((parameters) =>
    parameters.get("Action") === "DescribeEnvironments" ? "silence" : queryError("ValidationError", "answered"),
  );
  const bucket = { startRate: 1_000, minRate: 1_000, maxRate: 1_000, burst: 1_000 };
  const hanging = { ...server.access, aws: { endpointUrl: null, ...server.access.aws, bucket } };
  const end = new AbortController();
  const options = { priority: "scan", signal: end.signal } as const;
  const calls = Array.from({ length: 100 }, () => listEnvironments(hanging, options).catch(() => "ended"));
  await expect.poll(() => server.requests.length).toBeGreaterThan(10);
  await expect(readResources({ ...hanging, region: "eu-west-1" }, "e-1")).rejects.toMatchObject({
    failure: { message: "answered" },
  });
  end.abort();
  await Promise.all(calls);
  await server.close();
});
