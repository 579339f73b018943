import { PgBoss } from "pg-boss";
import { afterEach, describe, expect, test } from "vitest";
import { beginScan, listLanes, syncLanes } from "#lib/db/lane-queries.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { isDue, registerScanWorkers, requestScan, SCAN_QUEUE, SWEEP_QUEUE } from "./scan-schedule.ts";
import type { TestAws } from "./test-aws.ts";
import { startEmptyAws } from "./test-aws.ts";

let aws: TestAws | undefined;
let boss: PgBoss | undefined;
/** What a scan waits for before it begins. */
let arrive: ((region: string) => Promise<undefined>) | undefined;

afterEach(async () => {
  arrive = undefined;
  await boss?.stop({ graceful: false });
  await aws?.close();
});

onEachDatabase((sql, database) => {
  /** Starts workers for lanes in these regions, with the job engine's tables emptied. */
  async function start(regions: string[], scanIntervalSeconds: number, instead?: Parameters<typeof startEmptyAws>[0]) {
    aws = await startEmptyAws(instead);
    const lanes = regions.map(aws.lane);
    await syncLanes(sql(), lanes);
    boss = new PgBoss({
      ...database().boss,
      schedule: false,
      superviseIntervalSeconds: 2,
      monitorIntervalSeconds: 2,
      __test__enableSpies: true,
    });
    boss.on("error", () => undefined);
    await boss.start();
    const deps = {
      sql: sql(),
      accessTo: async ({ region }: LaneKey) => {
        await arrive?.(region);
        return lanes.find((lane) => lane.region === region);
      },
      config: { scanIntervalSeconds, metrics: null },
      now: () => new Date(),
    };
    return { boss, sql: sql(), lanes, deps, aws };
  }

  const of = (region: string) => (data: object) => "region" in data && data.region === region;

  describe("scan jobs", () => {
    test("a start scans every lane, and the sweep scans them again after the interval", async () => {
      const { boss, sql, deps, aws } = await start(["us-east-1", "eu-west-1"], 1);
      const spy = boss.getSpy(SCAN_QUEUE);
      await registerScanWorkers(boss, deps);
      for (const region of ["us-east-1", "eu-west-1"]) await spy.waitForJob(of(region), "completed");
      await boss.getSpy(SWEEP_QUEUE).waitForJob(() => true, "completed");
      expect((await listLanes(sql)).map(({ failure, lastSuccessAt }) => [failure, lastSuccessAt !== null])).toEqual([
        [null, true],
        [null, true],
      ]);
      const identities = aws.requests.filter(({ parameters }) => parameters.get("Action") === "GetCallerIdentity");
      expect(identities.length).toBeGreaterThanOrEqual(2);
    });

    test("a lane is scanned once at a time, and asked for again it waits its turn", async () => {
      let running = 0;
      let most = 0;
      const { boss, sql, lanes, deps, aws } = await start(["us-west-2"], 3_600, (action) => {
        if (action === "GetCallerIdentity") running += 1;
        if (action === "GetInstanceMetadataDefaults") running -= 1;
        most = Math.max(most, running);
        return undefined;
      });
      const spy = boss.getSpy(SCAN_QUEUE);
      await registerScanWorkers(boss, deps);
      await spy.waitForJob(of("us-west-2"), "active");
      for (let again = 0; again < 5; again += 1) expect(await requestScan(boss, sql, lanes)).toBe(1);
      const scans = () =>
        aws.requests.filter(({ parameters }) => parameters.get("Action") === "GetInstanceMetadataDefaults").length;
      await expect.poll(scans, { timeout: 15_000 }).toBe(2);
      expect(most).toBe(1);
    });

    test("several replicas, asked again and again, scan a lane once at a time and once more", async () => {
      let running = 0;
      let most = 0;
      const { boss, sql, lanes, deps, aws } = await start(["eu-west-3"], 3_600, (action) => {
        if (action === "GetCallerIdentity") running += 1;
        if (action === "GetInstanceMetadataDefaults") running -= 1;
        most = Math.max(most, running);
        return undefined;
      });
      const replica = new PgBoss({ ...database().boss, schedule: false });
      replica.on("error", () => undefined);
      await replica.start();
      try {
        const spy = boss.getSpy(SCAN_QUEUE);
        await registerScanWorkers(boss, deps);
        await spy.waitForJob(of("eu-west-3"), "active");
        await registerScanWorkers(replica, deps);
        for (const one of [boss, replica, boss, replica]) expect(await requestScan(one, sql, lanes)).toBe(1);
        const scans = () =>
          aws.requests.filter(({ parameters }) => parameters.get("Action") === "GetInstanceMetadataDefaults").length;
        await expect.poll(scans, { timeout: 15_000 }).toBe(2);
        await expect.poll(async () => (await listLanes(sql))[0]?.scan.kind, { timeout: 15_000 }).toBe("idle");
        expect(scans()).toBe(2);
        expect(most).toBe(1);
      } finally {
        await replica.stop({ graceful: false });
      }
    });

    test("lanes that are discovered later get workers too", async () => {
      const { boss, sql, lanes, deps, aws } = await start(["eu-west-1"], 3_600);
      const spy = boss.getSpy(SCAN_QUEUE);
      await registerScanWorkers(boss, deps);
      await spy.waitForJob(of("eu-west-1"), "completed");
      const regions = ["eu-west-2", "eu-west-3", "eu-south-1", "eu-south-2", "eu-north-1", "eu-central-1"];
      lanes.push(...regions.map(aws.lane));
      await syncLanes(sql, lanes);
      // Nobody goes on until all have begun.
      const begun = new Set<string>();
      const { promise, resolve } = Promise.withResolvers<undefined>();
      arrive = (region) => {
        if (begun.add(region).size === lanes.length) resolve(undefined);
        return promise;
      };
      await requestScan(boss, sql, lanes);
      await promise;
      expect(begun.size).toBe(7);
    });

    test("a failure of AWS is stored with the lane and does not fail the job", async () => {
      const { boss, sql, deps } = await start(["ap-south-1"], 3_600, (action) =>
        action === "DescribeEnvironments"
          ? {
              status: 403,
              body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not you.</Message></Error></ErrorResponse>",
            }
          : undefined,
      );
      const spy = boss.getSpy(SCAN_QUEUE);
      await registerScanWorkers(boss, deps);
      await spy.waitForJob(of("ap-south-1"), "completed");
      expect((await listLanes(sql))[0]?.failure).toMatchObject({
        code: "AccessDenied",
        message: "Not you.",
        phase: "environments",
      });
    });

    test("a lane that is no longer configured is left alone", async () => {
      const { boss, sql, deps, aws } = await start(["eu-north-1"], 3_600);
      await registerScanWorkers(boss, { ...deps, accessTo: () => Promise.resolve(undefined) });
      await boss.getSpy(SCAN_QUEUE).waitForJob(of("eu-north-1"), "completed");
      expect(aws.requests).toEqual([]);
      expect((await listLanes(sql))[0]?.lastSuccessAt).toBeNull();
    });
  });

  test("a job whose worker died is taken over within half a minute", { timeout: 40_000 }, async () => {
    const { boss, sql, lanes, deps } = await start(["ca-central-1"], 3_600);
    await registerScanWorkers(boss, deps);
    await boss.getSpy(SCAN_QUEUE).waitForJob(of("ca-central-1"), "completed");
    const before = (await listLanes(sql)).find(({ region }) => region === "ca-central-1")?.lastSuccessAt;
    // Somebody takes the job and shows no sign of life: fetched by hand, it has no heartbeat.
    await boss.offWork(SCAN_QUEUE);
    await requestScan(boss, sql, lanes);
    expect(await boss.fetch(SCAN_QUEUE)).toHaveLength(1);
    await registerScanWorkers(boss, deps);
    const after = async () => (await listLanes(sql)).find(({ region }) => region === "ca-central-1")?.lastSuccessAt;
    await expect.poll(after, { timeout: 30_000, interval: 500 }).not.toBe(before);
  });

  test("a scan that died is begun again", async () => {
    const { boss, sql, lanes, deps } = await start(["sa-east-1"], 3_600);
    const [lane] = lanes;
    if (lane === undefined) throw new Error("There is one lane.");
    // Somebody began two minutes ago and was never heard of again.
    expect(await beginScan(sql, lane, new Date(Date.now() - 120_000))).toBe(true);
    await registerScanWorkers(boss, deps);
    await boss.getSpy(SCAN_QUEUE).waitForJob(of("sa-east-1"), "completed");
    expect((await listLanes(sql)).find(({ region }) => region === "sa-east-1")?.lastSuccessAt).not.toBeNull();
  });
});

describe("isDue", () => {
  const now = new Date("2026-01-01T01:00:00Z");
  const idle: LaneView = {
    accountId: "111122223333",
    region: "us-east-1",
    accountLabel: "Test",
    roleArn: null,
    identityArn: null,
    scan: { kind: "idle" },
    lastSuccessAt: "2026-01-01T00:58:00Z",
    failure: null,
    platformsFailure: null,
    metricsFailure: null,
    environmentCount: 0,
    httpTokensEnforced: null,
  };
  const failure = {
    operation: "o",
    code: "c",
    message: "m",
    requestId: null,
    httpStatus: 400,
    outcome: "refused",
    phase: "identity",
  } as const;

  test.each([
    ["never scanned", { ...idle, scan: { kind: "never" } as const }, true],
    ["interrupted", { ...idle, scan: { kind: "queued" } as const }, true],
    ["fresh", idle, false],
    ["old", { ...idle, lastSuccessAt: "2026-01-01T00:50:00Z" }, true],
    [
      "old, but failed a moment ago",
      { ...idle, lastSuccessAt: null, failure: { ...failure, at: "2026-01-01T00:59:00Z" } },
      false,
    ],
  ])("%s: %s", (_, lane, due) => {
    expect(isDue(lane, 300, now)).toBe(due);
  });
});
