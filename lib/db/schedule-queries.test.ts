import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Acknowledgements } from "#lib/rollouts/rollout.ts";
import type { Target } from "#lib/rollouts/target.ts";
import { listAudit } from "./audit-queries.ts";
import { storeEnvironments } from "./environment-queries.ts";
import { findEnvironment } from "./environment-list.ts";
import { syncLanes } from "./lane-queries.ts";
import { currentHalt, haltAll, liftHalt } from "./halt-queries.ts";
import { leaveOut, resumeRollout, skipTarget } from "./rollout-controls.ts";
import { discardDraft, insertDraft, startRollout, writeWaves } from "./rollout-drafts.ts";
import { laneTargets } from "./rollout-queries.ts";
import { listRollouts, rolloutDetail } from "./rollout-reads.ts";
import { beginDue, unschedule } from "./schedule-queries.ts";
import { environments } from "./schema-fleet.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, later, newLane, NOW, targetOn } from "./test-facts.ts";

const ACCEPTED: Acknowledgements = { downtime: true, noEvidence: false, inUse: null };

onEachDatabase((sql) => {
  const draftIn = async (lane: { accountId: string; region: string }, more: Partial<Target> = {}) => {
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
    const { accountId, region } = lane;
    await insertDraft(sql(), { rollout, targets: [targetOn(id, { accountId, region, environmentId: "e-1" }, more)] });
    return id;
  };
  const scheduled = (id: string, seconds: number, acknowledgements = ACCEPTED) =>
    startRollout(sql(), {
      id,
      planHash: "hash",
      startedBy: "bob",
      acknowledgements,
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

  describe("use of IMDSv1", () => {
    const OVERRIDE: Acknowledgements = { ...ACCEPTED, inUse: { kind: "override", reason: "Agreed with the owner" } };
    const use = (lane: { accountId: string }, verdict: "in-use" | "ready") =>
      sql()
        .update(environments)
        .set({ readiness: verdict, imdsCalls: verdict === "in-use" ? 12 : 0 })
        .where(eq(environments.accountId, lane.accountId));
    const begun = async (lane: { accountId: string; region: string }, more: Parameters<typeof draftIn>[1] = {}) => {
      const id = await draftIn(lane, more);
      expect(await scheduled(id, 60, OVERRIDE)).toBe("started");
      return async () => {
        await beginDue(sql(), later(60));
        return (await rolloutDetail(sql(), id))?.targets[0]?.state;
      };
    };

    test("seen after it was scheduled keeps the target out when the rollout begins", async () => {
      const lane = await laneWithEnvironment();
      await use(lane, "ready");
      const begin = await begun(lane);
      await use(lane, "in-use");
      expect(await begin()).toEqual({ status: "blocked", attempt: 0, reason: { kind: "in-use", calls: 12 } });
      expect(await laneTargets(sql(), lane)).toEqual([]);
    });

    test("that a person had before their eyes does not", async () => {
      const lane = await laneWithEnvironment();
      await use(lane, "in-use");
      const begin = await begun(lane);
      expect(await begin()).toMatchObject({ status: "pending" });
    });

    test("does not matter where IMDSv1 is to be allowed", async () => {
      const lane = await laneWithEnvironment();
      const begin = await begun(lane, { change: { kind: "set", methods: "v1-and-v2" } });
      await use(lane, "in-use");
      expect(await begin()).toMatchObject({ status: "pending" });
    });
  });

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
      acknowledgements: ACCEPTED,
      waves: [{ number: 0, state: "waiting", openedAt: null }],
    });
    expect(await laneTargets(sql(), lane)).toEqual([]);
    expect(await findEnvironment(sql(), { ...lane, environmentId: "e-1" })).toMatchObject({ activeRolloutId: id });
    // Nobody else gets the environment meanwhile.
    expect(await scheduled(await draftIn(lane), 30)).toEqual({ conflict: [{ target: "name-e-1", rolloutId: id }] });

    expect(await beginDue(sql(), later(59))).toEqual([]);
    const both = await Promise.all([beginDue(sql(), later(60)), beginDue(sql(), later(60))]);
    expect(both.flat()).toEqual([{ accountId: lane.accountId, region: lane.region }]);
    const started = (await listAudit(sql(), { limit: 100 })).filter(({ subject }) => subject === `rollout:${id}`);
    expect(started).toMatchObject([
      { actor: "imds-fleet", action: "rollout-started", after: { startedBy: "bob", startAt: later(60).toISOString() } },
    ]);
    expect(await rolloutDetail(sql(), id)).toMatchObject({
      status: "running",
      startedAt: later(60).toISOString(),
      acknowledgements: ACCEPTED,
      // Its first wave opens with it, as that of one that is started at once.
      waves: [{ number: 0, state: "working", openedAt: later(60).toISOString() }],
    });
    expect(await laneTargets(sql(), lane)).toMatchObject([
      { windowsOverridden: true, wave: 0, steer: { openWave: 0 } },
    ]);
    expect(await unschedule(sql(), id)).toBe(false);
  });

  test("cancelled, it is the plan that was reviewed: what the start had left out is in it again, and its waves are", async () => {
    const [lane, id] = [newLane(), randomUUID()];
    const policy = { ...NO_POLICY, canary: { kind: "amount", amount: { kind: "count", count: 1 } } } as const;
    const planned = ["e-1", "e-2", "e-3"].map((environmentId) => targetOn(id, { ...lane, environmentId }));
    const plan = {
      id,
      kind: "bulk",
      createdBy: "ann",
      createdAt: NOW,
      policy,
      planHash: "hash",
      basedOn: null,
    } as const;
    await insertDraft(sql(), { rollout: plan, targets: planned });
    const reviewed = await rolloutDetail(sql(), id);
    const [first, ...rest] = planned;
    const transition = { kind: "blocked", reason: { kind: "in-use", calls: 3 } } as const;
    await leaveOut(sql(), id, [{ targetId: first?.id ?? "", transition }], NOW);
    await writeWaves(sql(), { id, policy }, rest);
    expect(await scheduled(id, 60)).toBe("started");
    expect(await unschedule(sql(), id)).toBe(true);
    const again = await rolloutDetail(sql(), id);
    const states = (detail: typeof again) => detail?.targets.map(({ name, state, wave }) => ({ name, state, wave }));
    expect(states(again)).toEqual(states(reviewed));
    expect(again?.waves).toEqual(reviewed?.waves);
    // What is said in the timeline stays said.
    expect(again?.targets[0]?.timeline).toMatchObject([{ transition }]);
  });

  test("a target is skipped while its rollout is under way: until then it is part of what was reviewed", async () => {
    const lane = await laneWithEnvironment();
    const id = await draftIn(lane);
    const targetId = (await rolloutDetail(sql(), id))?.targets[0]?.id ?? "";
    expect(await skipTarget(sql(), id, targetId, NOW)).toBe(false);
    await scheduled(id, 60);
    expect(await skipTarget(sql(), id, targetId, NOW)).toBe(false);
    await beginDue(sql(), later(60));
    expect(await skipTarget(sql(), id, targetId, later(61))).toBe(true);
    expect(await rolloutDetail(sql(), id)).toMatchObject({ status: "finished", counts: { skipped: 1 } });
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
      acknowledgements: null,
    });
    expect(await beginDue(sql(), later(120))).toEqual([]);
    expect(await findEnvironment(sql(), { ...lane, environmentId: "e-1" })).toMatchObject({ activeRolloutId: null });
    const again = { id, planHash: "hash", startedBy: "bob", acknowledgements: null, now: NOW };
    expect(await startRollout(sql(), again)).toBe("started");
    expect((await listRollouts(sql(), { limit: 100 })).rollouts.find((rollout) => rollout.id === id)).toMatchObject({
      status: "running",
      startAt: null,
    });
  });

  test("under a halt one may be scheduled; what is due then begins paused, and goes on when a person resumes it", async () => {
    const [early, late] = [await laneWithEnvironment(), await laneWithEnvironment()];
    const due = await draftIn(early);
    await scheduled(due, 60);
    await haltAll(sql(), { by: "eve", reason: "An incident" }, NOW);
    const after = await draftIn(late);
    expect(await scheduled(after, 300)).toBe("started");
    expect(await currentHalt(sql())).not.toBeNull();

    await beginDue(sql(), later(60));
    expect(await rolloutDetail(sql(), due)).toMatchObject({
      status: "paused",
      pause: { kind: "halt", by: "eve", at: later(60).toISOString() },
      waves: [{ number: 0, openedAt: null }],
    });
    expect((await laneTargets(sql(), early)).map(({ steer }) => steer.status)).toEqual(["paused"]);
    expect(await resumeRollout(sql(), due, "ann", later(61))).toBe("halted");

    await liftHalt(sql());
    expect(await beginDue(sql(), later(120))).toEqual([]);
    expect(await rolloutDetail(sql(), due)).toMatchObject({ status: "paused" });
    expect(await resumeRollout(sql(), due, "ann", later(121))).toHaveProperty("resumed");
    expect(await rolloutDetail(sql(), due)).toMatchObject({
      status: "running",
      waves: [{ number: 0, openedAt: later(121).toISOString() }],
    });
    // One that comes due after the halt was lifted begins as any other.
    await beginDue(sql(), later(300));
    expect(await rolloutDetail(sql(), after)).toMatchObject({ status: "running", pause: null });
  });
});
