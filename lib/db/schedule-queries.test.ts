import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { storeEnvironments } from "./environment-queries.ts";
import { findEnvironment } from "./environment-list.ts";
import { syncLanes } from "./lane-queries.ts";
import { discardDraft, insertDraft, laneTargets, startRollout } from "./rollout-queries.ts";
import { listRollouts, rolloutDetail } from "./rollout-reads.ts";
import { beginDue, unschedule } from "./schedule-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, later, newLane, NOW, targetOn } from "./test-facts.ts";

onEachDatabase((sql) => {
  const draftIn = async (lane: { accountId: string; region: string }) => {
    const id = randomUUID();
    const rollout = {
      id,
      kind: "bulk",
      createdBy: "ann",
      createdAt: NOW,
      capPerLane: 1,
      planHash: "hash",
      basedOn: null,
    } as const;
    const { accountId, region } = lane;
    await insertDraft(sql(), { rollout, targets: [targetOn(id, { accountId, region, environmentId: "e-1" })] });
    return id;
  };
  const scheduled = (id: string, seconds: number) =>
    startRollout(sql(), {
      id,
      planHash: "hash",
      startedBy: "bob",
      capPerLane: 2,
      now: NOW,
      schedule: { at: later(seconds), zone: "Asia/Tokyo" },
      windowOverride: "The auditors are waiting.",
    });
  const laneWithEnvironment = async () => {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    await storeEnvironments(sql(), lane, [factsOf("e-1")], NOW);
    return lane;
  };

  test("a scheduled rollout holds its environments, is not worked on, and begins once when it is due", async () => {
    const lane = await laneWithEnvironment();
    const id = await draftIn(lane);
    expect(await scheduled(id, 60)).toBe("started");
    expect(await rolloutDetail(sql(), id)).toMatchObject({
      status: "scheduled",
      startedBy: "bob",
      startedAt: null,
      startAt: later(60).toISOString(),
      startZone: "Asia/Tokyo",
      windowOverride: "The auditors are waiting.",
    });
    expect(await laneTargets(sql(), lane)).toEqual([]);
    expect(await findEnvironment(sql(), { ...lane, environmentId: "e-1" })).toMatchObject({ activeRolloutId: id });
    // Nobody else gets the environment meanwhile.
    expect(await scheduled(await draftIn(lane), 30)).toEqual({ conflict: [{ target: "name-e-1", rolloutId: id }] });

    expect(await beginDue(sql(), later(59))).toEqual([]);
    const both = await Promise.all([beginDue(sql(), later(60)), beginDue(sql(), later(60))]);
    expect(both.flat()).toEqual([{ accountId: lane.accountId, region: lane.region }]);
    expect(await rolloutDetail(sql(), id)).toMatchObject({ status: "running", startedAt: later(60).toISOString() });
    expect(await laneTargets(sql(), lane)).toMatchObject([{ windowsOverridden: true, capPerLane: 2 }]);
    expect(await unschedule(sql(), id)).toBe(false);
  });

  test("one that is cancelled before is a draft again and holds nothing", async () => {
    const lane = await laneWithEnvironment();
    const id = await draftIn(lane);
    await scheduled(id, 60);
    expect(await discardDraft(sql(), id, NOW)).toBe(false);
    expect(await unschedule(sql(), id)).toBe(true);
    expect(await unschedule(sql(), id)).toBe(false);
    expect(await rolloutDetail(sql(), id)).toMatchObject({
      status: "draft",
      startedBy: null,
      startAt: null,
      startZone: null,
      windowOverride: null,
    });
    expect(await beginDue(sql(), later(120))).toEqual([]);
    expect(await findEnvironment(sql(), { ...lane, environmentId: "e-1" })).toMatchObject({ activeRolloutId: null });
    expect(await startRollout(sql(), { id, planHash: "hash", startedBy: "bob", capPerLane: 1, now: NOW })).toBe(
      "started",
    );
    expect((await listRollouts(sql(), { limit: 100 })).find((rollout) => rollout.id === id)).toMatchObject({
      status: "running",
      startAt: null,
    });
  });
});
