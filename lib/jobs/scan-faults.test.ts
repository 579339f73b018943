import { PgBoss } from "pg-boss";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { listLanes, syncLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import type { Fault } from "#lib/simulator/faults.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { startSimulator } from "#lib/simulator/server.ts";
import type { CallCount } from "#lib/simulator/world.ts";
import type { ConfiguredLane } from "./lanes.ts";
import { laneName } from "./lanes.ts";
import { registerScanWorkers, SCAN_QUEUE, SWEEP_QUEUE } from "./scan-schedule.ts";
import { configuredOf, hasSettings, reach } from "./test-fleet.ts";

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1"];
const [HOME, OTHER, REFUSING] = [0, 1, 2];
let seed = 0;
let simulator: Simulator;
let boss: PgBoss | undefined;

beforeEach(async () => {
  seed += 1;
  // Accounts of their own for each database: the limiters of a lane outlive its test.
  simulator = await startSimulator({
    seed,
    environments: 80,
    accounts: 3,
    regions: REGIONS,
    throttle: "off",
    speed: 1,
  });
  for (const lane of simulator.world.lanes) lane.broken = false;
  for (const account of simulator.world.accounts) account.roleAssumable = true;
});

afterEach(async () => {
  await boss?.stop({ graceful: false });
  await simulator.close();
});

/** Lets a fault strike every call to a service in a lane, or as often as told. */
function strike(
  access: ConfiguredLane,
  fault: Fault,
  rule: { operation?: string; probability?: number; count?: number },
) {
  const { operation, ...often } = rule;
  const where = { accountId: access.accountId, region: access.region, service: "elasticbeanstalk", operation };
  return simulator.faults.add({ fault, where, ...often });
}

/** How often each operation was called in a lane; AssumeRole counts where it is asked, not where the role is. */
function callsOf({ accountId, region }: ConfiguredLane): Record<string, Pick<CallCount, "answered" | "failed">> {
  const calls = [...simulator.world.calls.values()].filter(
    (call) => call.accountId === accountId && call.region === region && call.operation !== "AssumeRole",
  );
  return Object.fromEntries(calls.map(({ operation, answered, failed }) => [operation, { answered, failed }]));
}

onEachDatabase((sql, database) => {
  /** Begins to scan these lanes, as a server does at its start; asks for all of them again after so many seconds. */
  async function begin(lanes: readonly ConfiguredLane[], scanIntervalSeconds: number) {
    if (boss === undefined) throw new Error("The job engine is started first.");
    await registerScanWorkers(boss, {
      sql: sql(),
      accessTo: (key) => Promise.resolve(lanes.find((lane) => laneName(lane) === laneName(key))),
      config: { scanIntervalSeconds, metrics: null },
      now: () => new Date(),
    });
  }

  /** Waits until a lane's scan has ended, well or not. */
  async function ended({ accountId, region }: ConfiguredLane): Promise<void> {
    const isOfLane = (data: object) =>
      "region" in data && data.region === region && "accountId" in data && data.accountId === accountId;
    await boss?.getSpy(SCAN_QUEUE).waitForJob(isOfLane, "completed");
  }

  async function viewOf({ accountId, region }: ConfiguredLane): Promise<LaneView> {
    const view = (await listLanes(sql())).find((lane) => lane.accountId === accountId && lane.region === region);
    if (view === undefined) throw new Error("The lane is configured.");
    return view;
  }

  /** What is stored of a lane's environments beside what AWS really has there. */
  async function comparison(access: ConfiguredLane) {
    const lane = simulator.world.lanes.find(
      ({ accountId, region }) => accountId === access.accountId && region === access.region,
    );
    const present = lane?.environments.filter(({ status }) => status !== "Terminated") ?? [];
    const keys = present.map(({ id }) => ({ accountId: access.accountId, region: access.region, environmentId: id }));
    const rows = await findEnvironments(sql(), keys);
    const stored = new Map(rows.map((row) => [row.environmentId, row.configured]));
    return {
      stored: present.map(({ id }) => `${id} ${stored.get(id)}`),
      real: present.map((environment) => {
        return `${environment.id} ${hasSettings(environment) || configuredOf(environment) === "not-applicable" ? configuredOf(environment) : stored.get(environment.id)}`;
      }),
      readable: present.filter(hasSettings).length,
      count: present.length,
    };
  }

  test(
    "lanes that fail, each in its own way, leave the others alone and come back by themselves",
    { timeout: 120_000 },
    async () => {
      const lane = (account: number, region: string) => reach(simulator, account, region).access;
      const [throttled, erratic, dropping] = [
        lane(HOME, "us-west-2"),
        lane(HOME, "eu-west-1"),
        lane(HOME, "ap-northeast-1"),
      ];
      const [expiring, expired] = [lane(OTHER, "us-east-1"), lane(OTHER, "us-west-2")];
      const refused = REGIONS.map((region) => lane(REFUSING, region));
      const healthy = [lane(HOME, "us-east-1"), lane(OTHER, "eu-west-1"), lane(OTHER, "ap-northeast-1")];
      const all = [throttled, erratic, dropping, expiring, expired, ...refused, ...healthy];
      const { owner: refusing } = reach(simulator, REFUSING, "us-east-1");

      const storm = strike(throttled, { kind: "throttle-storm" }, {});
      strike(erratic, { kind: "internal-error" }, { probability: 0.5 });
      const drops = strike(dropping, { kind: "drop-before" }, {});
      strike(expiring, { kind: "expired-token" }, { operation: "DescribeConfigurationSettings", count: 1 });
      const ends = strike(expired, { kind: "expired-token" }, {});
      refusing.roleAssumable = false;

      boss = new PgBoss({
        ...database().boss,
        schedule: false,
        superviseIntervalSeconds: 2,
        monitorIntervalSeconds: 2,
        __test__enableSpies: true,
      });
      boss.on("error", () => undefined);
      await boss.start();
      await syncLanes(sql(), all);
      await begin(all, 3_600);
      await Promise.all(all.filter((one) => one !== throttled).map(ended));

      // The others: read whole, with one call for each thing there is to know, and none of them failed.
      for (const one of healthy) {
        const { stored, real, readable, count } = await comparison(one);
        expect(stored).toEqual(real);
        expect(await viewOf(one)).toMatchObject({ failure: null, scan: { kind: "idle" }, environmentCount: count });
        const { DescribeConfigurationOptions: platforms, ...calls } = callsOf(one);
        const once = { answered: 1, failed: 0 };
        expect(calls).toEqual({
          GetCallerIdentity: once,
          DescribeEnvironments: once,
          DescribeInstances: once,
          GetInstanceMetadataDefaults: once,
          DescribeConfigurationSettings: { answered: readable, failed: 0 },
        });
        // Lanes of a region share what they learn of platforms.
        expect(platforms?.failed ?? 0).toBe(0);
      }

      // The one that is throttled is still at it, and says how far, and what holds it up.
      expect(await viewOf(throttled)).toMatchObject({
        failure: null,
        lastSuccessAt: null,
        scan: { kind: "scanning", phase: "environments", callsDone: 1, callsKnown: 4, throttled: true },
      });
      expect(await viewOf(dropping)).toMatchObject({
        scan: { kind: "idle" },
        failure: {
          operation: "elasticbeanstalk:DescribeEnvironments",
          code: "ECONNRESET",
          phase: "environments",
          httpStatus: null,
        },
      });
      // One that ended in the middle was renewed, and nothing is to be seen of it.
      expect(await viewOf(expiring)).toMatchObject({ failure: null, scan: { kind: "idle" } });
      expect(callsOf(expiring)["DescribeConfigurationSettings"]?.failed).toBe(1);
      const midScan = await comparison(expiring);
      expect(midScan.stored).toEqual(midScan.real);
      expect(await viewOf(expired)).toMatchObject({
        failure: {
          operation: "elasticbeanstalk:DescribeEnvironments",
          code: "ExpiredToken",
          message: "The security token included in the request is expired",
          requestId: expect.any(String),
          httpStatus: 403,
        },
      });
      for (const one of refused) {
        expect(await viewOf(one)).toMatchObject({
          lastSuccessAt: null,
          failure: { operation: "sts:AssumeRole", code: "AccessDenied", phase: "identity", httpStatus: 403 },
        });
      }
      const { failure } = await viewOf(erratic);
      expect([undefined, "InternalFailure"]).toContain(failure?.code);

      // What was wrong passes, but for the one that fails half the time; nobody asks for anything.
      for (const id of [storm, drops, ends]) simulator.faults.remove(id);
      refusing.roleAssumable = true;
      await ended(throttled);
      for (const queue of [SCAN_QUEUE, SWEEP_QUEUE]) await boss.offWork(queue);
      await begin(all, 1);
      for (const one of all) {
        await expect
          .poll(
            async () => {
              const { stored, real } = await comparison(one);
              const { failure: failed, lastSuccessAt } = await viewOf(one);
              return { failed, read: lastSuccessAt !== null, wrong: stored.filter((words) => !real.includes(words)) };
            },
            { timeout: 60_000, interval: 250 },
          )
          .toEqual({ failed: null, read: true, wrong: [] });
      }
    },
  );
});
