import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { apply } from "#lib/rollouts/apply.ts";
import { requestStop } from "./rollout-controls.ts";
import { commitTransitions, laneTargets, storeEvents } from "./rollout-queries.ts";
import { findEnvironment } from "./environment-list.ts";
import { storeEnvironments } from "./environment-queries.ts";
import { noteEngineFailure, syncLanes } from "./lane-queries.ts";
import { latestRolloutOf, rolloutDetail } from "./rollout-reads.ts";
import { rollouts, transitions } from "./schema-rollouts.ts";
import { targetDetail } from "./target-reads.ts";
import { onEachDatabase } from "./test-database.ts";
import { SKIP, stageDrafts, start } from "./test-drafts.ts";
import { factsOf, later, newLane, NOW } from "./test-facts.ts";
import { FAIL } from "./test-waves.ts";

onEachDatabase((sql) => {
  const { keysIn, draftOf, started, commit, statusOf } = stageDrafts(sql);

  test("one target is read alone as it is in the whole, and only in its own rollout", async () => {
    const lane = newLane();
    const id = await draftOf(keysIn(lane, "e-1", "e-2"));
    await started(id);
    await commit(await laneTargets(sql(), lane), start(1));
    const whole = await rolloutDetail(sql(), id);
    const [, second] = whole?.targets ?? [];
    expect(second?.timeline).toHaveLength(1);
    expect(await targetDetail(sql(), id, second?.id ?? "")).toEqual(second);
    expect(await targetDetail(sql(), await draftOf(keysIn(lane, "e-3")), second?.id ?? "")).toBeNull();
    expect(await targetDetail(sql(), randomUUID(), second?.id ?? "")).toBeNull();
  });

  test("a target whose version moved is left alone, the others are committed", async () => {
    const lane = newLane();
    const id = await draftOf(keysIn(lane, "e-1", "e-2"));
    await started(id);
    const seen = await laneTargets(sql(), lane);
    expect(await commit(seen.slice(0, 1), start(1))).toEqual({ conflicts: [] });
    const stale = seen[0]?.target.id;
    expect(await commit(seen, start(1))).toEqual({ conflicts: [stale] });
    const detail = await rolloutDetail(sql(), id);
    expect(detail?.targets.map(({ state, timeline }) => [state.status, timeline.length])).toEqual([
      ["applying", 1],
      ["applying", 1],
    ]);
    expect(detail?.targets[0]?.timeline).toEqual([{ at: later(2).toISOString(), transition: start(1) }]);
    expect((await laneTargets(sql(), lane)).map(({ version }) => version)).toEqual([1, 1]);
  });

  test("a rollout is finished when its last target ends, and stopped where that was asked for", async () => {
    const [here, there] = [newLane(), newLane()];
    const id = await draftOf([...keysIn(here, "e-1"), ...keysIn(there, "e-1")]);
    await started(id);
    await commit(await laneTargets(sql(), here), start(1));
    expect(await requestStop(sql(), id, later(1))).toBe(true);
    expect((await laneTargets(sql(), here)).map(({ steer }) => steer.stopRequested)).toEqual([true]);
    await commit(await laneTargets(sql(), here), { kind: "accepted", requestId: "r" }, FAIL);
    expect(await statusOf(id)).toBe("running");
    await commit(await laneTargets(sql(), there), SKIP);
    expect(await rolloutDetail(sql(), id)).toMatchObject({
      status: "stopped",
      finishedAt: later(2).toISOString(),
      stopRequested: true,
      counts: { failed: 1, skipped: 1, pending: 0 },
    });
    expect(await requestStop(sql(), id, later(3))).toBe(false);
  });

  test("a stop waits for a start that is being committed, and only what comes later is kept from starting", async () => {
    const lane = newLane();
    const id = await draftOf(keysIn(lane, "e-1", "e-2"));
    await started(id);
    const [one, two] = await laneTargets(sql(), lane);
    if (one === undefined || two === undefined) throw new Error("two targets were started");
    const order: string[] = [];
    let stopping: Promise<unknown> = Promise.resolve();
    await sql().transaction(async (tx) => {
      await commitTransitions(
        tx,
        [
          {
            targetId: one.target.id,
            rolloutId: id,
            expectedVersion: one.version,
            transitions: [start(1)],
            next: apply(one.target.state, start(1)),
          },
        ],
        later(2),
      );
      stopping = requestStop(sql(), id, later(3)).then(() => order.push("stopped"));
      // Queries of ours in the open transaction: without the lock, the stop beside it would be done by then.
      for (let round = 0; round < 20; round += 1) await laneTargets(tx, lane);
      order.push("committed");
    });
    await stopping;
    expect(order).toEqual(["committed", "stopped"]);
    expect(await commit([two], start(1))).toEqual({ conflicts: [two.target.id] });
  });

  test("nothing of a stopped rollout is started, even by a worker that looked before the stop", async () => {
    const lane = newLane();
    const id = await draftOf(keysIn(lane, "e-1"));
    await started(id);
    const looked = await laneTargets(sql(), lane);
    await requestStop(sql(), id, later(1));
    expect(await commit(looked, start(1))).toEqual({ conflicts: looked.map(({ target }) => target.id) });
    expect((await laneTargets(sql(), lane)).map(({ target, version }) => [target.state.status, version])).toEqual([
      ["pending", 0],
    ]);
  });

  test("lanes that end at the same moment finish the rollout", async () => {
    const lanes = Array.from({ length: 6 }, () => newLane());
    const id = await draftOf(lanes.flatMap((lane) => keysIn(lane, "e-1", "e-2")));
    await started(id);
    const held = await Promise.all(lanes.map((lane) => laneTargets(sql(), lane)));
    await Promise.all(held.map((those) => commit(those, SKIP)));
    expect(await statusOf(id)).toBe("finished");
  });

  test("a rollout shows its events once, its lanes' failures, and is found from the environment", async () => {
    const lane = newLane();
    const [key] = keysIn(lane, "e-1");
    if (key === undefined) throw new Error("No key");
    await syncLanes(sql(), [lane]);
    await storeEnvironments(sql(), lane, [factsOf("e-1")], NOW);
    expect(await latestRolloutOf(sql(), key)).toBeNull();
    const id = await draftOf([key], { change: { kind: "remove" } });
    expect(await latestRolloutOf(sql(), key)).toBeNull();
    await started(id);
    await commit(await laneTargets(sql(), lane), start(1));
    expect(await findEnvironment(sql(), key)).toMatchObject({ activeRolloutId: id });
    const event = { environmentId: "e-1", severity: "INFO", requestId: "r-1" };
    const events = [
      { ...event, at: later(30).toISOString(), message: "Deployed. ".repeat(400) },
      { ...event, at: later(20).toISOString(), message: "Updating" },
      { ...event, at: later(-60).toISOString(), message: "Long before" },
    ];
    await storeEvents(sql(), lane, events);
    await storeEvents(sql(), lane, events);
    const failure = {
      operation: "x:Y",
      code: "AccessDenied",
      message: "no",
      requestId: null,
      httpStatus: 403,
      outcome: "refused" as const,
    };
    await noteEngineFailure(sql(), lane, failure, later(3));
    const detail = await rolloutDetail(sql(), id);
    expect(detail?.targets[0]).toMatchObject({
      accountLabel: lane.accountLabel,
      change: { kind: "remove" },
    });
    expect(detail?.targets[0]?.events.map(({ message }) => message.slice(0, 8))).toEqual(["Updating", "Deployed"]);
    expect(detail?.laneFailures).toEqual([
      { accountId: lane.accountId, region: lane.region, failure, at: later(3).toISOString() },
    ]);
    expect(await latestRolloutOf(sql(), key)).toMatchObject({
      rolloutId: id,
      target: { environmentId: "e-1", state: { status: "applying" } },
    });
    expect(await rolloutDetail(sql(), randomUUID())).toBeNull();
  });

  test("the timeline cannot be changed, nor deleted with its rollout", async () => {
    const lane = newLane();
    const id = await draftOf(keysIn(lane, "e-1"));
    await started(id);
    await commit(await laneTargets(sql(), lane), SKIP);
    const refused = { cause: { message: expect.stringContaining("transitions is append-only") } };
    await expect(sql().update(transitions).set({ at: NOW })).rejects.toMatchObject(refused);
    await expect(sql().delete(transitions)).rejects.toMatchObject(refused);
    await expect(sql().delete(rollouts)).rejects.toMatchObject(refused);
    await expect(sql().execute("truncate transitions")).rejects.toMatchObject(refused);
  });
});
