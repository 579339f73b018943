import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterEach, expect, test } from "vitest";
import { insertDraft, startRollout } from "#lib/db/rollout-drafts.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { later, newLane, NOW, targetOn } from "#lib/db/test-facts.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import { ADVANCE_QUEUE } from "./advance-schedule.ts";
import { BEGIN_QUEUE, registerBeginWorker, wakeAt } from "./begin-schedule.ts";
import { laneName } from "./lanes.ts";

let boss: PgBoss | undefined;

afterEach(async () => {
  await boss?.stop({ graceful: false });
});

onEachDatabase((sql, database) => {
  async function start(clock: { now: Date }, readOnly = false) {
    boss = new PgBoss({ ...database().boss, schedule: false, __test__enableSpies: true });
    boss.on("error", () => undefined);
    await boss.start();
    await boss.deleteAllJobs();
    await boss.createQueue(ADVANCE_QUEUE, { policy: "stately" });
    await registerBeginWorker(boss, { sql: sql(), now: () => clock.now, readOnly });
    return boss;
  }
  /** A scheduled rollout of one environment, due so many seconds after NOW. */
  async function scheduled(seconds: number) {
    const lane = newLane();
    const id = randomUUID();
    const rollout = {
      id,
      kind: "bulk",
      createdBy: "ann",
      createdAt: NOW,
      policy: NO_POLICY,
      planHash: "hash",
      basedOn: null,
    } as const;
    const key = { accountId: lane.accountId, region: lane.region, environmentId: "e-1" };
    await insertDraft(sql(), { rollout, targets: [targetOn(id, key)] });
    const schedule = { at: later(seconds), zone: "UTC" };
    await startRollout(sql(), { id, planHash: "hash", startedBy: "bob", acknowledgements: null, now: NOW, schedule });
    return { id, lane };
  }
  const statusOf = async (id: string) => (await rolloutDetail(sql(), id))?.status;

  test("a rollout whose time has come begins and wakes its lanes; one that is not due waits", async () => {
    const clock = { now: NOW };
    const { id, lane } = await scheduled(60);
    const boss = await start(clock);
    const spy = boss.getSpy(BEGIN_QUEUE);
    await wakeAt(boss, id, new Date(Date.now() - 1_000));
    await spy.waitForJob(() => true, "completed");
    expect(await statusOf(id)).toBe("scheduled");
    clock.now = later(60);
    await wakeAt(boss, id, new Date(Date.now() - 1_000));
    await boss.getSpy(ADVANCE_QUEUE).waitForJob(() => true, "created");
    expect(await statusOf(id)).toBe("running");
    const [job] = await boss.fetch(ADVANCE_QUEUE, { includeMetadata: true });
    expect(job).toMatchObject({ singletonKey: laneName(lane) });
  });

  test("a server in read-only mode begins nothing, and leaves the wake-up to one that may", async () => {
    const { id } = await scheduled(60);
    const readOnly = await start({ now: later(3_600) }, true);
    await wakeAt(readOnly, id, new Date(Date.now() - 1_000));
    expect(await statusOf(id)).toBe("scheduled");
    // Nobody works at its queue here: the wake-up is there for the taking.
    expect(await readOnly.fetch(BEGIN_QUEUE, { includeMetadata: true })).toMatchObject([{ singletonKey: id }]);
  });

  test("one whose wake-up was lost is found when a server starts", async () => {
    const { id } = await scheduled(60);
    const boss = await start({ now: later(3_600) });
    await boss.getSpy(ADVANCE_QUEUE).waitForJob(() => true, "created");
    expect(await statusOf(id)).toBe("running");
  });
});
