import { expect, it } from "vitest";
import { endBake, pauseRollout, resumeRollout } from "#lib/db/rollout-controls.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { countedIn } from "#lib/rollouts/gate.ts";
import { advanceLane } from "./advance-lane.ts";
import { byId, CANARY, stageWaves } from "./test-waves.ts";

onEachDatabase((sql) => {
  it("pauses when something still calls IMDSv1 after the change, and names what failed", async () => {
    const { lane, tick, look, statuses, using, bake } = await stageWaves(sql());
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
    const { lane, tick, look, using, bake } = await stageWaves(sql());
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
    const { lane, tick, look, using, bake } = await stageWaves(sql());
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
    const { lane, now, tick, look, using, bake } = await stageWaves(sql());
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
    const { lane, now, pass, look, using, bake } = await stageWaves(sql());
    const order = byId(lane.changeable(2));
    // CloudWatch would tell of refused calls.
    using(order[0], 1_000_000);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    const asked = () => [...lane.aws.world.calls.values()].filter(({ operation }) => operation === "GetMetricData");
    const blind = { ...lane.deps, now, readsMetrics: false };
    pass(6);
    await advanceLane(blind);
    pass(5);
    await advanceLane(blind);
    await advanceLane(blind);
    const { targets, waves } = await look(id);
    expect(targets.find(({ wave }) => wave === 0)?.gate).toEqual({ kind: "passed", unseen: ["refused-calls"] });
    expect(waves.map(({ state }) => state)).toEqual(["passed", "working"]);
    expect(asked()).toEqual([]);
  });

  it("asks nobody after an outage before it has looked, and goes on when what it sees is good", async () => {
    const { lane, tick, look, using, bake } = await stageWaves(sql());
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
    const { lane, now, tick, look, bake } = await stageWaves(sql());
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
    const { lane, now, pass, tick, look, using, bake } = await stageWaves(sql());
    const order = byId(lane.changeable(2));
    using(order[0], null);
    const id = await lane.begin(order, 1, CANARY);
    await bake(id);
    await pauseRollout(lane.deps.sql, id, "ann", now());
    await tick(6);
    const silent = order[0]?.instances.length;
    expect((await look(id)).targets.find(({ wave }) => wave === 0)?.evidence).toMatchObject({ refused: { silent } });
    await tick(15);
    pass(60);
    expect(await advanceLane({ ...lane.offline, now })).toEqual({ kind: "idle" });
    // What it lacked is waited for again, rather than asked about at once.
    using(order[0], 0);
    await resumeRollout(lane.deps.sql, id, "ann", now());
    expect((await look(id)).status).toBe("running");
    await tick();
    await tick();
    expect((await look(id)).waves.map(({ state }) => state)).toEqual(["passed", "working"]);
  });
});
