import { sql as raw } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { countsPerRound, instancesInUse } from "#lib/db/use-reads.ts";
import type { Simulator } from "#lib/simulator/server.ts";
import { CALLING, DAY, metricsStage, MINUTE, SILENT, startLane } from "./test-metrics.ts";

let simulator: Simulator;

afterEach(() => simulator.faults.clear());
afterAll(() => simulator.close());
beforeAll(async () => {
  simulator = await startLane();
});

onEachDatabase((sql) => {
  const { theLane, environments, scan, keyOf, found, laneView, asked, configure } = metricsStage(() => simulator, sql);

  beforeAll(async () => {
    await configure();
  });

  test("calls, zero and no data are told apart, and each is a verdict", async () => {
    const [calling, silent, unreported] = environments(CALLING, SILENT, { kind: "unreported" });
    if (calling === undefined || silent === undefined || unreported === undefined) throw new Error("There are three");
    expect(await scan()).toEqual({ kind: "done" });
    expect(await found(calling)).toMatchObject({ imdsUse: "in-use", readiness: "in-use" });
    expect((await found(calling)).imdsCalls).toBeGreaterThan(14 * 24 * 30);
    expect(await found(silent)).toMatchObject({
      imdsUse: "none",
      imdsCalls: 0,
      readiness: "ready",
      evidence: { use: { silent: 0 } },
    });
    expect((await found(silent)).verdict.reasons).toContainEqual({
      kind: "zero",
      hours: expect.any(Number),
      complete: false,
    });
    expect(await found(unreported)).toMatchObject({ imdsUse: "no-data", readiness: "no-evidence" });
    const counted = await instancesInUse(sql(), keyOf(calling));
    expect(counted.map(({ instanceId }) => instanceId).toSorted()).toEqual(
      calling.instances.map(({ id }) => id).toSorted(),
    );
    expect(counted[0]?.days.length).toBeGreaterThanOrEqual(14);
    // It calls every hour: days are read for all, and the hour for those that call.
    expect(Date.now() - Date.parse(counted[0]?.lastAt ?? "")).toBeLessThan(2 * 60 * MINUTE);
    expect(await laneView()).toMatchObject({ failure: null, metricsFailure: null });
    expect(await countsPerRound(sql())).toBeGreaterThan(0);
  });

  test("what is enforced already is not asked about", async () => {
    const enforced = theLane().environments.find(
      ({ instances, tier }) =>
        tier.name !== "Cluster" &&
        instances.length > 0 &&
        instances.every(({ httpTokens }) => httpTokens === "required"),
    );
    if (enforced === undefined) throw new Error("The world has one");
    expect(await instancesInUse(sql(), keyOf(enforced))).toEqual([]);
  });

  test("an environment is asked about at most once in an interval", async () => {
    const now = Date.now();
    await scan(new Date(now + MINUTE));
    const before = asked();
    await scan(new Date(now + 2 * MINUTE));
    expect(asked()).toBe(before);
    await scan(new Date(now + 63 * MINUTE));
    expect(asked()).toBeGreaterThan(before);
  });

  test("CloudWatch that cannot be read fails neither the scan nor what was known; the lane says so until it can be", async () => {
    const [calling] = environments(CALLING);
    if (calling === undefined) throw new Error("There is one");
    await scan(new Date(Date.now() + 2 * 60 * MINUTE));
    const known = (await found(calling)).imdsCalls;
    simulator.faults.add({ fault: { kind: "expired-token" }, where: { operation: "GetMetricData" } });
    expect(await scan(new Date(Date.now() + 4 * 60 * MINUTE))).toEqual({ kind: "done" });
    expect(await laneView()).toMatchObject({
      failure: null,
      metricsFailure: { operation: "cloudwatch:GetMetricData", message: expect.stringContaining("expired") },
    });
    expect(await found(calling)).toMatchObject({ imdsUse: "in-use", imdsCalls: known });
    simulator.faults.clear();
    await scan(new Date(Date.now() + 4 * 60 * MINUTE));
    expect(await laneView()).toMatchObject({ metricsFailure: null });
  });

  test("instances that are gone still count, and what their successors refuse is told", async () => {
    const [first, second] = environments(CALLING, CALLING);
    const lane = theLane();
    if (first === undefined || second === undefined) throw new Error("There are two");
    await scan(new Date(Date.now() + 6 * 60 * MINUTE));
    // Replaced behind Elastic Beanstalk's back, so that the setting does not move.
    const like = second.instances[0];
    if (like === undefined) throw new Error("It has an instance");
    const old = second.instances.map((instance) => ({
      ...instance,
      state: "terminated" as const,
      terminatedAt: new Date(),
    }));
    lane.goneInstances.push(...old);
    second.instances = [{ ...like, id: "i-0successor", httpTokens: "required" }];
    await scan(new Date(Date.now() + 8 * 60 * MINUTE));
    expect(await found(second)).toMatchObject({
      imdsUse: "in-use",
      readiness: "in-use",
      evidence: { rejected: { instances: 1 } },
    });
    const counted = await instancesInUse(sql(), keyOf(second));
    expect(counted.filter(({ goneAt }) => goneAt !== null)).toHaveLength(old.length);
    expect(counted.find(({ instanceId }) => instanceId === "i-0successor")).toMatchObject({
      metric: "MetadataNoTokenRejected",
      goneAt: null,
    });
    // When the window has left the gone ones behind, so has the evidence.
    await scan(new Date(Date.now() + 16 * DAY));
    expect(await instancesInUse(sql(), keyOf(second))).toEqual([]);
    expect(await found(second)).toMatchObject({ imdsUse: "unknown" });
    second.instances = old.map((instance) => ({ ...instance, state: "running", terminatedAt: undefined }));
    lane.goneInstances = lane.goneInstances.filter((instance) => old.every(({ id }) => id !== instance.id));
  });

  test("counts that CloudWatch gives only in part are no silence: the lane says which, until all are read", async () => {
    const [calling] = environments(CALLING);
    if (calling === undefined) throw new Error("There is one");
    const ids = calling.instances.map(({ id }) => id);
    await sql().execute(raw`update environments set use_read_at = null`);
    const partly = { fault: { kind: "partial-counts", periodSeconds: 3_600 }, where: {} } as const;
    simulator.faults.add(partly);
    const from = Date.now();
    await scan(new Date(from));
    const failure = {
      operation: "cloudwatch:GetMetricData",
      code: "PartialData",
      message: expect.stringMatching(/^CloudWatch gave \d+ of \d+ counts only in part \(PartialData\), those of i-/u),
    };
    expect(await laneView()).toMatchObject({ failure: null, metricsFailure: failure });
    // The day has counted its calls; which hour was the last is not known.
    const counted = await instancesInUse(sql(), keyOf(calling));
    expect(counted.map(({ instanceId }) => instanceId).toSorted()).toEqual(ids.toSorted());
    expect(counted[0]?.lastAt).toMatch(/T00:00:00.000Z$/u);
    simulator.faults.clear();
    await scan(new Date(from + 2 * 60 * MINUTE));
    expect(await laneView()).toMatchObject({ metricsFailure: null });
    // Where not even the days are whole, what was known before stays.
    const known = (await found(calling)).imdsCalls;
    simulator.faults.add({ fault: { kind: "partial-counts" } });
    await scan(new Date(from + 4 * 60 * MINUTE));
    expect(await laneView()).toMatchObject({ metricsFailure: failure });
    expect(await found(calling)).toMatchObject({ imdsUse: "in-use", imdsCalls: known });
    simulator.faults.clear();
    // What CloudWatch gave in part it billed: it is asked again when that is due, as about anything else.
    const before = asked();
    await scan(new Date(from + 4 * 60 * MINUTE + MINUTE));
    expect(asked()).toBe(before);
    expect(await laneView()).toMatchObject({ metricsFailure: failure });
    // One that is read well in between says nothing of the others.
    await sql().execute(raw`update environments set use_read_at = null where environment_id = ${calling.id}`);
    await scan(new Date(from + 4 * 60 * MINUTE + 2 * MINUTE));
    expect(asked()).toBeGreaterThan(before);
    expect(await laneView()).toMatchObject({ metricsFailure: failure });
    await scan(new Date(from + 6 * 60 * MINUTE));
    expect(await laneView()).toMatchObject({ metricsFailure: null });
  });

  test("zero that was read too long ago is not ready any more, for lists and for the page, until it is read again", async () => {
    const [silent] = environments(SILENT);
    if (silent === undefined) throw new Error("There is one");
    const verdict = async () => {
      const { readiness, verdict: read } = await found(silent);
      return [readiness, read.verdict, ...read.reasons.map(({ kind }) => kind)];
    };
    const from = Date.now();
    // The tests before looked from a later day.
    await sql().execute(raw`update environments set use_read_at = null`);
    await scan(new Date(from));
    expect(await verdict()).toEqual(["ready", "ready", "zero"]);
    const refused = { fault: { kind: "expired-token" }, where: { operation: "GetMetricData" } } as const;
    simulator.faults.add(refused);
    await scan(new Date(from + DAY));
    expect(await verdict()).toEqual(["ready", "ready", "zero"]);
    await scan(new Date(from + DAY + MINUTE));
    expect(await verdict()).toEqual(["no-evidence", "no-evidence", "stale-evidence", "read-failed"]);
    simulator.faults.clear();
    await scan(new Date(from + DAY + 2 * MINUTE));
    expect(await verdict()).toEqual(["ready", "ready", "zero"]);
    // Nobody reads them any more.
    await scan(new Date(from + 2 * DAY + 3 * MINUTE), null);
    expect(await verdict()).toEqual(["no-evidence", "no-evidence", "stale-evidence"]);
    await scan(new Date(from));
    await scan(new Date(from + 2 * DAY));
    expect(await verdict()).toEqual(["ready", "ready", "zero"]);
    // Nor can the lane be read at all.
    simulator.faults.add({ fault: { kind: "expired-token" } });
    expect(await scan(new Date(from + 3 * DAY + MINUTE))).toMatchObject({ kind: "failed" });
    expect(await verdict()).toEqual(["no-evidence", "no-evidence", "stale-evidence"]);
  });
});
