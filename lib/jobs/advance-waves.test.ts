import { afterEach, beforeEach, expect, it } from "vitest";
import { endBake, pauseRollout, requestStop, resumeRollout } from "#lib/db/rollout-controls.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { readDeliveries } from "#lib/db/webhook-queries.ts";
import { countedIn } from "#lib/rollouts/gate.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { step } from "#lib/simulator/transitions.ts";
import { DISABLE_IMDSV1 } from "#lib/simulator/update.ts";
import type { Environment } from "#lib/simulator/world.ts";
import { advanceLane } from "./advance-lane.ts";
import { simulateLane } from "./test-lane.ts";
import type { SimulatedLane } from "./test-lane.ts";

const MINUTE = 60_000;
const CANARY: Partial<Policy> = {
  canary: { kind: "amount", amount: { kind: "count", count: 1 } },
  bakeMinutes: { canary: 10, wave: 0 },
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
};
const TWO_AT_ONCE: Partial<Policy> = { cap: { perLane: 2, inAll: null } };

/** In the order in which they are put into waves. */
const byId = (environments: readonly Environment[]): Environment[] =>
  environments.toSorted((one, other) => (one.id < other.id ? -1 : 1));

onEachDatabase((sql) => {
  let lane: SimulatedLane;
  let ahead = 0;
  beforeEach(async () => {
    lane = await simulateLane(sql());
    ahead = 0;
  });
  afterEach(() => lane.aws.close());

  const now = () => new Date(Date.now() + ahead);
  /** Time passes for the engine; in AWS what is under way ends. */
  const tick = async (minutes = 0) => {
    ahead += minutes * MINUTE;
    const result = await advanceLane({ ...lane.deps, now });
    step(lane.aws.world, new Date(), "all");
    return result;
  };
  const look = async (id: string) => {
    const detail = await rolloutDetail(lane.deps.sql, id);
    if (detail === null) throw new Error("The rollout is there");
    return detail;
  };
  const statuses = async (id: string, order: readonly Environment[]) => {
    const { targets } = await look(id);
    return order.map(
      ({ id: environmentId }) => targets.find((one) => one.environmentId === environmentId)?.state.status,
    );
  };
  const using = (environment: Environment | undefined, callsPerHour: number | null) => {
    for (const instance of environment?.instances ?? []) {
      instance.imdsV1Use = callsPerHour === null ? { kind: "unreported" } : { kind: "reported", callsPerHour };
    }
  };
  /** Lets the canary be changed and proven. */
  const bake = async (id: string) => {
    await tick();
    await tick();
    expect((await look(id)).waves.map(({ state }) => state)).toEqual(["baking", "waiting"]);
  };

  it("tells the webhook of a wave and of the end, and nobody where there is none", async () => {
    const order = byId(lane.changeable(2));
    const quiet = await lane.begin(order.slice(1), 1);
    await lane.finish(quiet, now);
    const told = async () => (await readDeliveries(sql(), { limit: 10 })).deliveries.map(({ type }) => type).toSorted();
    expect(await told()).toEqual([]);
    const id = await lane.begin(order.slice(0, 1), 1);
    while ((await look(id)).status === "running") {
      await advanceLane({ ...lane.deps, now, announces: true });
      step(lane.aws.world, new Date(), "all");
    }
    expect(await told()).toEqual(["rollout.finished", "rollout.wave-done"]);
  });

  it("changes the canary, bakes it, looks at health and refused calls, and goes on by itself", async () => {
    const order = byId(lane.changeable(3));
    using(order[0], 0);
    const id = await lane.begin(order, 2, CANARY);
    await bake(id);
    expect(await statuses(id, order)).toEqual(["succeeded", "pending", "pending"]);
    expect(lane.sent()).toHaveLength(1);
    await tick(2);
    expect((await look(id)).targets.find(({ wave }) => wave === 0)?.evidence).toMatchObject({
      health: { is: "Green" },
      refused: { calls: 0, silent: 0 },
    });
    // The bake is over, and then CloudWatch has its counts: looked at once more, and then the next wave is opened.
    await tick(8.5);
    await tick();
    expect((await look(id)).waves.map(({ state }) => state)).toEqual(["baking", "waiting"]);
    await tick(10);
    await tick();
    expect((await look(id)).waves.map(({ state }) => state)).toEqual(["passed", "working"]);
    const targets = await lane.finish(id, now);
    expect([...targets.values()].map(({ state }) => state.status)).toEqual(["succeeded", "succeeded", "succeeded"]);
  });

  it("asks AWS nothing while nothing in the lane may be done", async () => {
    const order = byId(lane.changeable(2));
    const id = await lane.begin(order, 1, CANARY);
    await pauseRollout(lane.deps.sql, id, "ann", now());
    expect(await advanceLane({ ...lane.offline, now })).toEqual({ kind: "idle" });
    await resumeRollout(lane.deps.sql, id, "ann", now());
    expect(await tick()).not.toEqual({ kind: "idle" });
  });

  it("pauses when something still calls IMDSv1 after the change, and names what failed", async () => {
    const order = byId(lane.changeable(2));
    using(order[0], 1_000_000);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    await tick(6);
    await tick(0.1);
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "tolerance", failed: [order[0]?.name] } });
    await tick(60);
    expect(await statuses(id, order)).toEqual(["succeeded", "pending"]);
  });

  it("keeps the proof of refused calls when the instances that made them are replaced", async () => {
    const order = byId(lane.changeable(2));
    const [canary] = order;
    if (canary === undefined) throw new Error("two were asked for");
    using(canary, 1_000_000);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    await tick(6);
    const evidence = async () => countedIn((await look(id)).targets.find(({ wave }) => wave === 0)?.evidence ?? null);
    const known = await evidence();
    const ids = canary.instances.map((instance) => instance.id);
    expect(known?.instanceIds?.toSorted()).toEqual(ids.toSorted());
    expect(known?.calls).toBeGreaterThan(0);
    // Others take their place, which refuse nothing; AWS no longer lists the old ones.
    const at = new Date();
    const gone = canary.instances;
    for (const [index, instance] of gone.entries()) {
      lane.aws.world.lanes[0]?.goneInstances.push({ ...instance, state: "terminated", terminatedAt: at });
      gone[index] = { ...instance, id: `i-00000000000fe5${index}`, imdsV1Use: { kind: "reported", callsPerHour: 0 } };
    }
    await tick(6);
    const after = await evidence();
    expect(after?.calls).toBeGreaterThanOrEqual(known?.calls ?? Infinity);
    expect(after?.instanceIds).toHaveLength(2 * ids.length);
    expect((await look(id)).targets.find(({ wave }) => wave === 0)?.gate).toMatchObject({ kind: "failed" });
  });

  it("takes an environment that has no instances left for silent", async () => {
    const order = byId(lane.changeable(2));
    const [canary] = order;
    using(canary, 0);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    canary?.instances.splice(0);
    await tick(2);
    const found = (await look(id)).targets.find(({ wave }) => wave === 0);
    expect(countedIn(found?.evidence ?? null)?.silent).toBeGreaterThan(0);
  });

  it("waits where CloudWatch has nothing of an instance, then asks; a person ends the bake", async () => {
    const order = byId(lane.changeable(2));
    using(order[0], null);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    await tick(11);
    await tick(5);
    await tick(10);
    expect((await look(id)).status).toBe("running");
    await tick(16);
    expect(await look(id)).toMatchObject({
      status: "paused",
      pause: { kind: "inconclusive", missing: ["refused-calls"] },
    });
    await endBake(lane.deps.sql, id, "ann", now());
    const targets = await lane.finish(id, now);
    expect([...targets.values()].map(({ state }) => state.status)).toEqual(["succeeded", "succeeded"]);
  });

  it("does not ask CloudWatch where metrics are switched off, and the gate says what nobody looked at", async () => {
    const order = byId(lane.changeable(2));
    // CloudWatch would tell of refused calls.
    using(order[0], 1_000_000);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    const asked = () => [...lane.aws.world.calls.values()].filter(({ operation }) => operation === "GetMetricData");
    const blind = { ...lane.deps, now, readsMetrics: false };
    ahead += 6 * MINUTE;
    await advanceLane(blind);
    ahead += 5 * MINUTE;
    await advanceLane(blind);
    await advanceLane(blind);
    const { targets, waves } = await look(id);
    expect(targets.find(({ wave }) => wave === 0)?.gate).toEqual({ kind: "passed", unseen: ["refused-calls"] });
    expect(waves.map(({ state }) => state)).toEqual(["passed", "working"]);
    expect(asked()).toEqual([]);
  });

  it("asks nobody after an outage before it has looked, and goes on when what it sees is good", async () => {
    const order = byId(lane.changeable(2));
    using(order[0], 0);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    await tick(24 * 60);
    expect((await look(id)).status).toBe("running");
    await tick();
    expect((await look(id)).waves.map(({ state }) => state)).toEqual(["passed", "working"]);
  });

  it("asks where it looked in vain for long enough: a lane that cannot be read says nothing", async () => {
    const order = byId(lane.changeable(2));
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    const [world] = lane.aws.world.lanes;
    if (world === undefined) throw new Error("There is a lane");
    world.broken = true;
    expect(await tick(24 * 60)).toEqual({ kind: "unreadable" });
    await tick(14);
    expect((await look(id)).status).toBe("running");
    await tick(2);
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "inconclusive" } });
    // The person looks; AWS is left alone.
    expect(await advanceLane({ ...lane.offline, now })).toEqual({ kind: "idle" });
  });

  it("looks once more at the bake of a paused rollout, then leaves AWS alone until it is resumed", async () => {
    const order = byId(lane.changeable(2));
    using(order[0], null);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    await pauseRollout(lane.deps.sql, id, "ann", now());
    await tick(6);
    const silent = order[0]?.instances.length;
    expect((await look(id)).targets.find(({ wave }) => wave === 0)?.evidence).toMatchObject({ refused: { silent } });
    await tick(15);
    ahead += 60 * MINUTE;
    expect(await advanceLane({ ...lane.offline, now })).toEqual({ kind: "idle" });
    // What it lacked is waited for again, rather than asked about at once.
    using(order[0], 0);
    await resumeRollout(lane.deps.sql, id, "ann", now());
    expect((await look(id)).status).toBe("running");
    await tick();
    await tick();
    expect((await look(id)).waves.map(({ state }) => state)).toEqual(["passed", "working"]);
  });

  it("pauses at the first failure, and goes on when a person accepts it", async () => {
    const order = byId(lane.changeable(3));
    const [canary] = order;
    if (canary === undefined) throw new Error("three were asked for");
    canary.fate = "rolls-back";
    const id = await lane.begin(order, 2, CANARY);
    for (let turn = 0; turn < 4; turn += 1) await tick();
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "tolerance", failed: [canary.name] } });
    expect(lane.sent()).toHaveLength(1);
    await resumeRollout(lane.deps.sql, id, "ann", now());
    await lane.finish(id, now);
    expect(await statuses(id, order)).toEqual(["failed", "succeeded", "succeeded"]);
  });

  it("stops and aborts what AWS can abort, once, and reads from AWS how it ended", async () => {
    const order = byId(lane.changeable(3));
    const id = await lane.begin(order, 2, TWO_AT_ONCE);
    await advanceLane(lane.deps);
    expect(lane.sent()).toHaveLength(2);
    step(lane.aws.world, new Date(), 3);
    await requestStop(lane.deps.sql, id, new Date(), { abort: true });
    for (let turn = 0; turn < 3; turn += 1) await advanceLane(lane.deps);
    const aborts = () => lane.aws.world.journal.filter(({ operation }) => operation === "AbortEnvironmentUpdate");
    expect(aborts()).toHaveLength(2);
    await lane.finish(id, now);
    expect(aborts()).toHaveLength(2);
    expect((await look(id)).counts).toMatchObject({ failed: 2, skipped: 1 });
    const detail = await look(id);
    expect(detail.status).toBe("stopped");
    expect(detail.targets.flatMap(({ state }) => (state.status === "failed" ? [state.reason.kind] : []))).toEqual([
      "aborted",
      "aborted",
    ]);
    for (const environment of order) expect(environment.deployed[DISABLE_IMDSV1]).not.toBe("true");
  });

  it("does not ask again for an abort whose answer was lost", async () => {
    const [environment] = lane.changeable(1);
    if (environment === undefined) throw new Error("one was asked for");
    const id = await lane.begin([environment]);
    await advanceLane(lane.deps);
    step(lane.aws.world, new Date(), 3);
    lane.aws.faults.add({
      fault: { kind: "drop-after" },
      where: { operation: "AbortEnvironmentUpdate" },
      count: 1,
    });
    await requestStop(lane.deps.sql, id, new Date(), { abort: true });
    await advanceLane(lane.deps);
    const [target] = (await look(id)).targets;
    expect(target?.state).toMatchObject({ status: "updating", abort: {} });
    const targets = await lane.finish(id, now);
    // Its answer was lost, the abort was not: how it ended is what AWS shows.
    expect([...targets.values()].map(({ state }) => state)).toMatchObject([
      { status: "failed", reason: { kind: "aborted" } },
    ]);
  });
});
