import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterEach, expect, test } from "vitest";
import { syncLanes } from "#lib/db/lane-queries.ts";
import { pauseRollout } from "#lib/db/rollout-controls.ts";
import { insertDraft, startRollout } from "#lib/db/rollout-drafts.ts";
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
    return lane;
  }

  test("a lane that is woken while it is worked on is worked on again at once, however long its next look may wait", async () => {
    const lane = await pausedLane();
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
});
