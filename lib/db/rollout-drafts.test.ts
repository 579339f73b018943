import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import { discardDraft, startRollout } from "./rollout-drafts.ts";
import { laneTargets } from "./rollout-queries.ts";
import { lanesWithUnfinishedTargets } from "./lane-queries.ts";
import { listRollouts, rolloutDetail } from "./rollout-reads.ts";
import { targets } from "./schema-rollouts.ts";
import { onEachDatabase } from "./test-database.ts";
import { BY_BOB, SKIP, stageDrafts } from "./test-drafts.ts";
import { newLane, NOW, targetOn } from "./test-facts.ts";

onEachDatabase((sql) => {
  const { keysIn, draftOf, started, commit, statusOf } = stageDrafts(sql);

  test("a draft holds nothing until it is started as it was reviewed, once", async () => {
    const lane = newLane();
    const id = await draftOf(keysIn(lane, "e-1", "e-2"), {}, 3);
    expect(await laneTargets(sql(), lane)).toEqual([]);
    expect(await startRollout(sql(), { id, planHash: "other", ...BY_BOB, now: NOW })).toBe("hash-mismatch");
    expect(await started(randomUUID())).toBe("not-a-draft");
    expect(await started(id)).toBe("started");
    expect(await started(id)).toBe("not-a-draft");
    const held = await laneTargets(sql(), lane);
    const figures = { size: 2, inFlight: 0, failures: 0 };
    const policy = { ...NO_POLICY, cap: { perLane: 3, inAll: null } };
    const asked = { status: "running", stopRequested: false, abortRequested: false };
    const here = { accountId: lane.accountId, region: lane.region, ...figures };
    const steer = { ...asked, policy, openWave: 0, lane: here, all: figures };
    expect(held.map(({ target, ...rest }) => [target.environmentId, rest])).toEqual([
      ["e-1", { version: 0, wave: 0, steer, windowsOverridden: false }],
      ["e-2", { version: 0, wave: 0, steer, windowsOverridden: false }],
    ]);
    expect(await lanesWithUnfinishedTargets(sql())).toContainEqual({
      accountId: lane.accountId,
      region: lane.region,
    });
    expect(await rolloutDetail(sql(), id)).toMatchObject({
      status: "running",
      startedBy: "bob",
      policy,
      change: { kind: "set", methods: "v2-only" },
      counts: { pending: 2, succeeded: 0 },
    });
  });

  test("an environment is in one unfinished rollout at most; the other learns which", async () => {
    const lane = newLane();
    const first = await draftOf(keysIn(lane, "e-1", "e-2"));
    const second = await draftOf(keysIn(lane, "e-2", "e-3"));
    expect(await started(first)).toBe("started");
    expect(await started(second)).toEqual({ conflict: [{ target: "name-e-2", rolloutId: first }] });
    expect(await statusOf(second)).toBe("draft");
    expect(await laneTargets(sql(), lane)).toHaveLength(2);
    await commit(await laneTargets(sql(), lane), SKIP);
    expect(await started(second)).toBe("started");
  });

  test("of two rollouts started at the same moment, one gets the environment", async () => {
    const lane = newLane();
    const ids = await Promise.all(Array.from({ length: 6 }, () => draftOf(keysIn(lane, "e-1", "e-2"))));
    const outcomes = await Promise.all(
      ids.map((id) => sql().transaction((tx) => startRollout(tx, { id, planHash: "hash", ...BY_BOB, now: NOW }))),
    );
    expect(outcomes.filter((outcome) => outcome === "started")).toHaveLength(1);
    const winner = ids[outcomes.indexOf("started")] ?? "";
    for (const outcome of outcomes) {
      if (outcome === "started") continue;
      expect(outcome).toMatchObject({ conflict: [{ rolloutId: winner }, { rolloutId: winner }] });
    }
  });

  test("rollouts of the same environments in opposite orders, started at the same moment: one gets them, the others learn it", async () => {
    const lane = newLane();
    const names = Array.from({ length: 200 }, (_, n) => `e-${n}`);
    const orders = [names, names.toReversed(), names, names.toReversed()];
    const ids = await Promise.all(orders.map((order) => draftOf(keysIn(lane, ...order))));
    const outcomes = await Promise.all(ids.map(started));
    expect(outcomes.filter((outcome) => outcome === "started")).toHaveLength(1);
    const winner = ids[outcomes.indexOf("started")] ?? "";
    for (const outcome of outcomes) {
      if (outcome === "started") continue;
      expect(outcome).toHaveProperty("conflict", expect.arrayContaining([{ target: "name-e-0", rolloutId: winner }]));
    }
  });

  test("the database itself refuses a second hold", async () => {
    const lane = newLane();
    const [key] = keysIn(lane, "e-1");
    if (key === undefined) throw new Error("No key");
    const id = await draftOf([]);
    const held = () => ({ ...targetOn(id, key), status: "pending" as const, holds: true });
    await sql().insert(targets).values(held());
    await expect(sql().insert(targets).values(held())).rejects.toMatchObject({
      cause: { constraint: "one_unfinished_rollout_per_environment" },
    });
    const state = { status: "skipped" as const, attempt: 0, reason: "stopped" as const };
    await expect(
      sql()
        .insert(targets)
        .values({ ...held(), environmentId: "e-2", state, status: "skipped" }),
    ).rejects.toMatchObject({
      cause: { constraint: "only_unfinished_targets_hold" },
    });
  });

  test("a draft is discarded, and one that has nothing to do is finished as it starts", async () => {
    const lane = newLane();
    const id = await draftOf(keysIn(lane, "e-1"));
    expect(await discardDraft(sql(), id, NOW)).toBe(true);
    expect(await discardDraft(sql(), id, NOW)).toBe(false);
    expect(await started(id)).toBe("not-a-draft");
    const idle = await draftOf(keysIn(lane, "e-2"), {
      state: { status: "blocked", attempt: 0, reason: { kind: "not-applicable" } },
    });
    expect(await started(idle)).toBe("started");
    expect(await statusOf(idle)).toBe("finished");
    const listed = (await listRollouts(sql(), { limit: 100 })).rollouts.map((rollout) => rollout.id);
    expect(listed).toContain(idle);
    expect(listed).not.toContain(id);
  });
});
