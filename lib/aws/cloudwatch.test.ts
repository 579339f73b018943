import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Simulator } from "#lib/simulator/server.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { Instance, Lane } from "#lib/simulator/world.ts";
import { countCalls, readCounts } from "./cloudwatch.ts";
import { AwsCallError } from "./failure.ts";
import type { LaneAccess } from "./lane.ts";

const HOUR = 3_600_000;
const TO = new Date(Math.floor(Date.now() / HOUR) * HOUR);
const WINDOW = { from: new Date(TO.getTime() - 24 * HOUR), to: TO, by: "hour" } as const;

let simulator: Simulator;
let east: Lane;
let west: Lane;

beforeAll(async () => {
  simulator = await startSimulator({
    environments: 20,
    accounts: 1,
    regions: ["us-east-1", "us-west-2"],
    throttle: "off",
  });
  const [first, second] = simulator.world.lanes;
  if (first === undefined || second === undefined) throw new Error("The world has two lanes");
  [east, west] = [first, second];
});
afterEach(() => simulator.faults.clear());
afterAll(() => simulator.close());

function access(lane: Lane): LaneAccess {
  const account = simulator.world.accounts.find(({ id }) => id === lane.accountId);
  if (account === undefined) throw new Error("The lane has an account");
  const { accessKeyId, secretAccessKey } = account;
  return {
    accountId: lane.accountId,
    region: lane.region,
    roleArn: null,
    externalId: null,
    aws: { endpointUrl: simulator.endpoint, ambient: () => Promise.resolve({ accessKeyId, secretAccessKey }) },
  };
}

/** Puts an instance into a lane that has run for two days, with so many calls an hour; `null`: it reports nothing. */
function instanceIn(lane: Lane, id: string, callsPerHour: number | null, change: Partial<Instance> = {}): string {
  const [like] = lane.environments.flatMap(({ instances }) => instances);
  if (like === undefined) throw new Error("The lane has an instance");
  lane.goneInstances.push({
    ...like,
    id,
    httpTokens: "optional",
    launchedAt: new Date(TO.getTime() - 48 * HOUR),
    terminatedAt: undefined,
    imdsV1Use: callsPerHour === null ? { kind: "unreported" } : { kind: "reported", callsPerHour },
    ...change,
  });
  return id;
}

const noToken = (instanceId: string) => ({ instanceId, metric: "MetadataNoToken" as const });
const sum = (points: readonly { calls: number }[]) => points.reduce((total, { calls }) => total + calls, 0);

test("calls, zero and nothing are three things, also of instances that are gone", async () => {
  const gone = { terminatedAt: new Date(TO.getTime() - 12 * HOUR) };
  const ids = [
    instanceIn(east, "i-calls", 60),
    instanceIn(east, "i-zero", 0),
    instanceIn(east, "i-nothing", null),
    instanceIn(east, "i-gone", 60, gone),
  ];
  const counts = await readCounts(access(east), ids.map(noToken), WINDOW);
  expect(counts.map(({ instanceId, complete, points }) => [instanceId, complete, points.length])).toEqual([
    ["i-calls", true, 24],
    ["i-zero", true, 24],
    ["i-nothing", true, 0],
    ["i-gone", true, 12],
  ]);
  const [calls, zero] = counts;
  expect(sum(calls?.points ?? [])).toBeGreaterThan(24 * 30);
  expect(sum(zero?.points ?? [])).toBe(0);
  expect(calls?.points[0]?.at).toBe(WINDOW.from.toISOString());
});

test("days are UTC's, count what their hours count, and take fewer calls", async () => {
  const id = instanceIn(east, "i-days", 60, { launchedAt: new Date(TO.getTime() - 60 * 24 * HOUR) });
  const from = new Date(Math.floor(TO.getTime() / (24 * HOUR)) * 24 * HOUR - 3 * 24 * HOUR);
  const [days] = await readCounts(access(east), [noToken(id)], { from, to: TO, by: "day" });
  const [hours] = await readCounts(access(east), [noToken(id)], { from, to: TO, by: "hour" });
  const whole = (hours?.points ?? []).filter(({ at }) => at < new Date(from.getTime() + 24 * HOUR).toISOString());
  expect(days?.points[0]).toEqual({ at: from.toISOString(), calls: sum(whole) });
  expect(sum(days?.points ?? [])).toBe(sum(hours?.points ?? []));
  const many = Array.from({ length: 1_000 }, (_, index) => noToken(`i-${index}`));
  const window = { from: new Date(TO.getTime() - 14 * 24 * HOUR), to: TO };
  expect(countCalls(many, { ...window, by: "day" })).toHaveLength(2);
  expect(countCalls(many, { ...window, by: "hour" })).toHaveLength(4);
});

test("an instance that requires tokens counts what it refuses", async () => {
  const id = instanceIn(east, "i-refuses", 60, { httpTokens: "required" });
  const rejected = { instanceId: id, metric: "MetadataNoTokenRejected" as const };
  const [served, refused] = await readCounts(access(east), [noToken(id), rejected], WINDOW);
  expect(served?.points).toEqual([]);
  expect(sum(refused?.points ?? [])).toBeGreaterThan(0);
});

test("regions are never mixed up", async () => {
  instanceIn(east, "i-same", 60);
  instanceIn(west, "i-same", 0);
  const [[there], [here], [nowhere]] = await Promise.all([
    readCounts(access(east), [noToken("i-same")], WINDOW),
    readCounts(access(west), [noToken("i-same")], WINDOW),
    readCounts(access(west), [noToken("i-calls")], WINDOW),
  ]);
  expect(sum(there?.points ?? [])).toBeGreaterThan(0);
  expect([sum(here?.points ?? []), here?.points.length]).toEqual([0, 24]);
  expect(nowhere?.points).toEqual([]);
});

test("500 series with more datapoints than an answer has room for are read to the end, page by page", async () => {
  const ids = Array.from({ length: 500 }, (_, index) =>
    instanceIn(west, `i-many-${index}`, index % 2, { launchedAt: new Date(TO.getTime() - 60 * 24 * HOUR) }),
  );
  const before = calls();
  const window = { from: new Date(TO.getTime() - 14 * 24 * HOUR), to: TO, by: "hour" } as const;
  const counts = await readCounts(access(west), ids.map(noToken), window);
  expect(counts.every(({ complete, points }) => complete && points.length === 14 * 24)).toBe(true);
  expect(counts.map(({ points }) => sum(points) > 0)).toEqual(ids.map((_, index) => index % 2 === 1));
  expect(calls() - before).toBe(2);
  // Asked for in the parts an answer has room for, nothing is paged.
  const parts = countCalls(ids.map(noToken), window);
  for (const part of parts) await readCounts(access(west), part, window);
  expect(calls() - before).toBe(2 + parts.length);
});

function calls(): number {
  return [...simulator.world.calls.values()]
    .filter(({ operation }) => operation === "GetMetricData")
    .reduce((total, { answered }) => total + answered, 0);
}

test("parts have at most 500 counts, leave none out, and fit an answer", () => {
  const wishes = Array.from({ length: 1_234 }, (_, index) => noToken(`i-${index}`));
  for (const days of [1, 14, 60]) {
    const parts = countCalls(wishes, { from: new Date(TO.getTime() - days * 24 * HOUR), to: TO, by: "hour" });
    expect(parts.flat()).toEqual(wishes);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(Math.min(500, 100_800 / (days * 24)));
  }
  expect(countCalls([], WINDOW)).toEqual([]);
});

test("an error is AWS's, in its words; a passing one is read again", async () => {
  const id = instanceIn(east, "i-errors", 0);
  simulator.faults.add({ fault: { kind: "internal-error" }, where: { operation: "GetMetricData" }, count: 1 });
  expect((await readCounts(access(east), [noToken(id)], WINDOW))[0]?.points).toHaveLength(24);

  simulator.faults.add({ fault: { kind: "expired-token" }, where: { operation: "GetMetricData" } });
  const refused = readCounts(access(east), [noToken(id)], WINDOW);
  await expect(refused).rejects.toThrow(AwsCallError);
  await expect(refused).rejects.toMatchObject({
    failure: {
      operation: "cloudwatch:GetMetricData",
      code: expect.stringContaining("Expired"),
      message: expect.stringContaining("expired"),
      outcome: "refused",
    },
  });
});

test("nothing is asked for nothing", async () => {
  const before = calls();
  expect(await readCounts(access(east), [], WINDOW)).toEqual([]);
  expect(calls()).toBe(before);
});
