import { expect, it } from "vitest";
import { pauseRollout, requestStop, resumeRollout } from "#lib/db/rollout-controls.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { readDeliveries } from "#lib/db/webhook-queries.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { step } from "#lib/simulator/transitions.ts";
import { DISABLE_IMDSV1 } from "#lib/simulator/update.ts";
import { advanceLane } from "./advance-lane.ts";
import { byId, CANARY, stageWaves } from "./test-waves.ts";

const TWO_AT_ONCE: Partial<Policy> = { cap: { perLane: 2, inAll: null } };

onEachDatabase((sql) => {
  it("tells the webhook of a wave and of the end, and nobody where there is none", async () => {
    const { lane, now, look } = await stageWaves(sql());
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
    const { lane, now, tick, look, statuses, using, bake } = await stageWaves(sql());
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
    const { lane, now, tick } = await stageWaves(sql());
    const order = byId(lane.changeable(2));
    const id = await lane.begin(order, 1, CANARY);
    await pauseRollout(lane.deps.sql, id, "ann", now());
    expect(await advanceLane({ ...lane.offline, now })).toEqual({ kind: "idle" });
    await resumeRollout(lane.deps.sql, id, "ann", now());
    expect(await tick()).not.toEqual({ kind: "idle" });
  });

  it("pauses at the first failure, and goes on when a person accepts it", async () => {
    const { lane, now, tick, look, statuses } = await stageWaves(sql());
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
    const { lane, now, look } = await stageWaves(sql());
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
    const { lane, now, look } = await stageWaves(sql());
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
