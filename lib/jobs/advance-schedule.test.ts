import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterEach, expect, test } from "vitest";
import { syncLanes } from "#lib/db/lane-queries.ts";
import { pauseRollout, requestStop } from "#lib/db/rollout-controls.ts";
import { insertDraft, startRollout } from "#lib/db/rollout-drafts.ts";
import { rolloutSummary } from "#lib/db/rollout-reads.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { newLane, NOW, targetOn } from "#lib/db/test-facts.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import { registerAdvanceWorkers, wakeLane } from "./advance-schedule.ts";

let boss: PgBoss | undefined;

afterEach(async () => {
  await boss?.stop({ graceful: false });
});

onEachDatabase((sql, database) => {
  /** A lane with a paused rollout: it is looked at now and then, and AWS is asked nothing. */
  async function pausedLane() {
    const lane = newLane();
    await syncLanes(sql(), [lane]);
    const id = randomUUID();
    const plan = { id, kind: "bulk", createdBy: "ann", createdAt: NOW, planHash: "hash", basedOn: null } as const;
    const { accountId, region } = lane;
    const planned = [targetOn(id, { accountId, region, environmentId: "e-1" })];
    await insertDraft(sql(), { rollout: { ...plan, policy: NO_POLICY }, targets: planned });
    const by = { startedBy: "bob", acknowledgements: null, now: NOW };
    expect(await startRollout(sql(), { id, planHash: "hash", ...by })).toBe("started");
    expect(await pauseRollout(sql(), id, "ann", NOW)).toBe(true);
    return { lane, id };
  }

  test("a lane that is woken while it is worked on is worked on again at once, however long its next look may wait", async () => {
    const { lane } = await pausedLane();
    boss = new PgBoss({ ...database().boss, schedule: false });
    boss.on("error", () => undefined);
    await boss.start();
    await boss.deleteAllJobs();
    const again = Promise.withResolvers<number>();
    let looks = 0;
    const engine = boss;
    await registerAdvanceWorkers(engine, {
      sql: sql(),
      accessTo: async () => {
        looks += 1;
        if (looks === 1) await wakeLane(engine, lane);
        else again.resolve(looks);
        return { ...lane, externalId: null };
      },
      config: { readOnly: false, rolloutTickSeconds: 3_600, webhook: null, metrics: null },
      now: () => new Date(),
    });
    expect(await again.promise).toBe(2);
  });

  test("before it is known which lanes are to be read nobody reaches one, and a stop does not wait for that", async () => {
    const { lane, id } = await pausedLane();
    boss = new PgBoss({ ...database().boss, schedule: false });
    boss.on("error", () => undefined);
    await boss.start();
    await boss.deleteAllJobs();
    let areKnown = false;
    const reached = Promise.withResolvers<boolean>();
    let asked = Promise.withResolvers<void>();
    const engine = boss;
    await registerAdvanceWorkers(engine, {
      sql: sql(),
      accessTo: async () => {
        reached.resolve(areKnown);
        return undefined;
      },
      areLanesKnown: () => {
        asked.resolve();
        return areKnown;
      },
      config: { readOnly: false, rolloutTickSeconds: 1, webhook: null, metrics: null },
      now: () => new Date(),
    });
    expect(await requestStop(sql(), id, NOW)).toBe(true);
    await wakeLane(engine, lane);
    await asked.promise;
    await expect.poll(async () => (await rolloutSummary(sql(), id))?.status).toBe("stopped");
    // A lane that still has something to do looks again by itself.
    const other = await pausedLane();
    asked = Promise.withResolvers<void>();
    await wakeLane(engine, other.lane);
    await asked.promise;
    areKnown = true;
    expect(await reached.promise).toBe(true);
  });
});
