import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { AwsFailure } from "#lib/errors.ts";
import {
  beginScan,
  engineFailures,
  failingLanes,
  failScan,
  finishScan,
  listLanes,
  noteEngineFailure,
  noteScan,
  queueScan,
  releaseLease,
  syncLanes,
  takeLease,
} from "./lane-queries.ts";
import { storeEnvironments } from "./environment-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, later, newLane, NOW } from "./test-facts.ts";

const failure: AwsFailure = {
  operation: "sts:AssumeRole",
  code: "AccessDenied",
  message: "User is not authorized",
  requestId: "r-1",
  httpStatus: 403,
  outcome: "refused",
};

onEachDatabase((sql) => {
  test("lanes are those of the configuration; one taken out comes back with its history", async () => {
    const [one, other] = [newLane(), newLane()];
    await syncLanes(sql(), [one, other]);
    await storeEnvironments(sql(), one, [factsOf("e-1"), factsOf("e-2")], NOW);
    await finishScan(sql(), one, { now: NOW, identityArn: "arn:me", httpTokensEnforced: true });
    await syncLanes(sql(), [other]);
    expect((await listLanes(sql())).map(({ accountId }) => accountId)).toEqual([other.accountId]);
    expect(await beginScan(sql(), one, NOW)).toBe(false);
    await syncLanes(sql(), [{ ...one, accountLabel: "AAA" }]);
    expect(await listLanes(sql())).toEqual([
      {
        ...one,
        accountLabel: "AAA",
        identityArn: "arn:me",
        scan: { kind: "idle" },
        lastSuccessAt: NOW.toISOString(),
        failure: null,
        environmentCount: 2,
        httpTokensEnforced: true,
        platformsFailure: null,
        metricsFailure: null,
      },
    ]);
    await syncLanes(sql(), []);
    expect(await listLanes(sql())).toEqual([]);
  });

  test("a scan is queued, begun once, followed, and ends with success or with AWS's words", async () => {
    const lane = newLane();
    const key = { accountId: lane.accountId, region: lane.region };
    await syncLanes(sql(), [lane]);
    const scan = async () => (await listLanes(sql()))[0]?.scan;
    expect(await scan()).toEqual({ kind: "never" });
    expect(await queueScan(sql(), "all", NOW)).toEqual([key]);
    expect(await queueScan(sql(), [key, { accountId: "1", region: "x" }], NOW)).toEqual([key]);
    expect(await scan()).toEqual({ kind: "queued" });
    expect(await beginScan(sql(), lane, NOW)).toBe(true);
    expect(await beginScan(sql(), lane, later(10))).toBe(false);
    expect(await queueScan(sql(), [key], NOW)).toEqual([]);
    await noteScan(sql(), lane, { phase: "settings", callsDone: 3, callsKnown: 9, throttled: true });
    expect(await scan()).toEqual({
      kind: "scanning",
      phase: "settings",
      callsDone: 3,
      callsKnown: 9,
      throttled: true,
      startedAt: NOW.toISOString(),
    });
    await failScan(sql(), lane, { ...failure, phase: "settings" }, later(20));
    expect(await listLanes(sql())).toMatchObject([
      {
        scan: { kind: "idle" },
        failure: { code: "AccessDenied", phase: "settings", at: later(20).toISOString() },
        lastSuccessAt: null,
      },
    ]);
    await finishScan(sql(), lane, { now: later(30), identityArn: null, httpTokensEnforced: null });
    expect(await listLanes(sql())).toMatchObject([{ failure: null, lastSuccessAt: later(30).toISOString() }]);
  });

  test("lanes that cannot be read can be asked for together, however many they are", async () => {
    const many = Array.from({ length: 600 }, (_, index) => newLane({ accountId: String(index).padStart(12, "0") }));
    await syncLanes(sql(), [...many, newLane({ accountId: "999999999999" })]);
    for (const lane of many) await failScan(sql(), lane, { ...failure, phase: "identity" }, NOW);
    const failing = await failingLanes(sql());
    expect(failing).toEqual(many.map(({ accountId, region }) => ({ accountId, region })));
    expect(await queueScan(sql(), failing, later(1))).toHaveLength(600);
    await finishScan(sql(), many[0] ?? newLane(), { now: later(2), identityArn: null, httpTokensEnforced: null });
    await syncLanes(sql(), many.slice(0, 2));
    expect(await failingLanes(sql())).toEqual(failing.slice(1, 2));
  });

  test("a scan that shows no sign of life is begun again", async () => {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    expect(await beginScan(sql(), lane, NOW)).toBe(true);
    expect(await beginScan(sql(), lane, later(61))).toBe(true);
  });

  test("a lease is one token's until it is given back or runs out", async () => {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    const tokens = Array.from({ length: 5 }, () => randomUUID());
    const taken = await Promise.all(tokens.map((token) => takeLease(sql(), lane, token, NOW, 10_000)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    const winner = tokens[taken.indexOf(true)] ?? "";
    const loser = tokens[taken.indexOf(false)] ?? "";
    expect(await takeLease(sql(), lane, winner, later(5), 10_000)).toBe(true);
    expect(await takeLease(sql(), lane, loser, later(14), 10_000)).toBe(false);
    await releaseLease(sql(), lane, loser);
    expect(await takeLease(sql(), lane, loser, later(14), 10_000)).toBe(false);
    expect(await takeLease(sql(), lane, loser, later(16), 10_000)).toBe(true);
    await releaseLease(sql(), lane, loser);
    expect(await takeLease(sql(), lane, winner, later(16), 10_000)).toBe(true);
  });

  test("why the engine cannot see a lane is kept until it can", async () => {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    await noteEngineFailure(sql(), lane, failure, NOW);
    expect(await engineFailures(sql(), [lane])).toEqual([
      { accountId: lane.accountId, region: lane.region, failure, at: NOW.toISOString() },
    ]);
    await noteEngineFailure(sql(), lane, null, later(1));
    expect(await engineFailures(sql(), [lane])).toEqual([]);
  });
});
