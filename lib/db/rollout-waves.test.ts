import { randomUUID } from "node:crypto";
import { eq, sql as raw } from "drizzle-orm";
import { expect, test } from "vitest";
import type { EnvironmentKey, LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { estimateOf } from "#lib/rollouts/estimate.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import { wavesOf } from "#lib/rollouts/waves.ts";
import { listAudit } from "./audit-queries.ts";
import { endBake, leaveOut, pauseRollout, requestStop, resumeRollout } from "./rollout-controls.ts";
import { choosePolicy, insertDraft, startRollout, writeWaves } from "./rollout-drafts.ts";
import { bakingLanes, bakingTargets, storeEvidence } from "./rollout-evidence.ts";
import { lockRollouts, settleRollouts } from "./rollout-progress.ts";
import { commitTransitions, laneTargets } from "./rollout-queries.ts";
import type { HeldTarget } from "./rollout-queries.ts";
import { rolloutDetail } from "./rollout-reads.ts";
import { targets } from "./schema.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane, NOW, targetOn } from "./test-facts.ts";

const MINUTE = 60;
const FAIL: Transition = { kind: "failed", reason: { kind: "terminated" } };
const DONE: Transition[] = [
  { kind: "accepted", requestId: null },
  {
    kind: "succeeded",
    proof: { optionValue: "true", instances: 1, at: NOW.toISOString(), healthBefore: "Green" },
  },
];
const start = (attempt: number): Transition => ({
  kind: "started",
  attempt,
  intent: { at: NOW.toISOString(), dateUpdated: null, health: "Green" },
});
const CANARY: Partial<Policy> = {
  canary: { kind: "amount", amount: { kind: "count", count: 1 } },
  cap: { perLane: 5, inAll: null },
};
const NO_FAILURE: Partial<Policy> = {
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
  cap: { perLane: 5, inAll: null },
};

onEachDatabase((sql) => {
  const begin = async (lanes: readonly LaneKey[], each: number, policy: Partial<Policy>): Promise<string> => {
    const id = randomUUID();
    const keys = lanes.flatMap(({ accountId, region }) =>
      Array.from({ length: each }, (_, n): EnvironmentKey => ({ accountId, region, environmentId: `e-${n}` })),
    );
    const rollout = {
      id,
      kind: "bulk" as const,
      createdBy: "ann",
      createdAt: NOW,
      policy: { ...NO_POLICY, ...policy },
      planHash: "hash",
      basedOn: null,
    };
    await insertDraft(sql(), { rollout, targets: keys.map((key) => targetOn(id, key)) });
    const by = { startedBy: "bob", acknowledgements: null, now: NOW };
    expect(await startRollout(sql(), { id, planHash: "hash", ...by })).toBe("started");
    return id;
  };
  const commit = (held: readonly HeldTarget[], happened: readonly Transition[], at = later(1)) =>
    commitTransitions(
      sql(),
      held.map(({ target, version }) => ({
        targetId: target.id,
        rolloutId: target.rolloutId,
        expectedVersion: version,
        transitions: happened,
        next: happened.reduce(apply, target.state),
      })),
      at,
    );
  const held = (lane: LaneKey) => laneTargets(sql(), lane);
  const one = async (lane: LaneKey, name: string) =>
    (await held(lane)).filter(({ target }) => target.environmentId === name);
  const look = async (id: string) => {
    const detail = await rolloutDetail(sql(), id);
    return { status: detail?.status, pause: detail?.pause, waves: detail?.waves.map(({ state }) => state) };
  };
  /** Tries to start all of a lane's pending targets, one after the other; gives how many were. */
  const startAll = async (lane: LaneKey): Promise<number> => {
    let started = 0;
    for (const entry of await held(lane)) {
      if (entry.target.state.status !== "pending") continue;
      started += (await commit([entry], [start(1)])).conflicts.length === 0 ? 1 : 0;
    }
    return started;
  };

  test("a wave starts when the one before has ended, and the rollout ends with the last", async () => {
    const lane = newLane();
    const id = await begin([lane], 3, CANARY);
    expect(await look(id)).toMatchObject({ status: "running", waves: ["working", "waiting"] });
    // Whoever decides on an older look is refused: the other targets' wave is not open.
    expect(await startAll(lane)).toBe(1);
    await commit(await one(lane, "e-0"), DONE);
    expect(await look(id)).toMatchObject({ status: "running", waves: ["passed", "working"] });
    expect(await startAll(lane)).toBe(2);
    await commit(await held(lane), DONE);
    expect(await look(id)).toMatchObject({ status: "finished", waves: ["passed", "passed"] });
  });

  test("of many lanes that start at the same moment, no more do than the cap in all leaves room for", async () => {
    const lanes = Array.from({ length: 8 }, () => newLane());
    await begin(lanes, 2, { cap: { perLane: 2, inAll: 3 } });
    const looked = await Promise.all(lanes.map(held));
    const tries = await Promise.all(looked.map(([first]) => commit(first === undefined ? [] : [first], [start(1)])));
    expect(tries.filter(({ conflicts }) => conflicts.length === 0)).toHaveLength(3);
  });

  test("a failure and a start at the same moment: the tolerance is kept, whichever comes first", async () => {
    const lanes = [newLane(), newLane()];
    const together: Policy["tolerance"] = { perLane: null, inAll: { kind: "count", count: 1 }, mode: "strict" };
    const id = await begin(lanes, 3, { cap: { perLane: 5, inAll: null }, tolerance: together });
    expect(await startAll(lanes[0] ?? newLane())).toBe(2);
    const flying = (await held(lanes[0] ?? newLane())).filter(({ target }) => target.state.status === "applying");
    const waiting = await held(lanes[1] ?? newLane());
    await Promise.all([
      ...flying.map((entry) => commit([entry], [FAIL])),
      ...waiting.map((entry) => commit([entry], [start(1)])),
    ]);
    const detail = await rolloutDetail(sql(), id);
    const { failed = 0, applying = 0 } = detail?.counts ?? {};
    expect(failed).toBe(2);
    expect(applying).toBe(0);
    expect(detail).toMatchObject({
      status: "paused",
      pause: { kind: "tolerance", breach: { scope: "all", failures: 2, tolerated: 1 } },
    });
  });

  test("past its tolerance it pauses, says why, and starts nothing anywhere, until a person accepts the failures", async () => {
    const lanes = [newLane(), newLane()];
    const [here = newLane(), there = newLane()] = lanes;
    const id = await begin(lanes, 3, NO_FAILURE);
    expect(await startAll(here)).toBe(1);
    await commit(await one(here, "e-0"), [FAIL]);
    expect(await look(id)).toMatchObject({
      status: "paused",
      pause: {
        kind: "tolerance",
        breach: { scope: "lane", accountId: here.accountId, failures: 1, tolerated: 0 },
        failed: ["name-e-0"],
      },
    });
    expect((await listAudit(sql(), { limit: 1 }))[0]).toMatchObject({ actor: "imds-fleet", action: "rollout-paused" });
    expect(await startAll(there)).toBe(0);
    expect(await resumeRollout(sql(), id, "ann", later(2))).toMatchObject({ resumed: { kind: "tolerance" } });
    expect(await startAll(here)).toBe(1);
    // The accepted failure does not count, the next one does.
    await commit(await one(here, "e-1"), [FAIL]);
    expect(await look(id)).toMatchObject({ status: "paused", pause: { breach: { failures: 1 } } });
    expect(await requestStop(sql(), id, later(3))).toBe(true);
    expect(await resumeRollout(sql(), id, "ann", later(4))).toBe("not-paused");
  });

  test("a breach with nothing left to hold back lets the rollout end", async () => {
    const lane = newLane();
    const id = await begin([lane], 1, NO_FAILURE);
    await startAll(lane);
    await commit(await held(lane), [FAIL]);
    expect(await look(id)).toMatchObject({ status: "finished", pause: null });
  });

  test("a person pauses and resumes; what is in flight ends meanwhile, and what was past the tolerance then shows", async () => {
    const lane = newLane();
    const id = await begin([lane], 3, NO_FAILURE);
    await startAll(lane);
    expect(await pauseRollout(sql(), id, "ann", later(1))).toBe(true);
    expect(await pauseRollout(sql(), id, "ann", later(1))).toBe(false);
    expect(await startAll(lane)).toBe(0);
    await commit(await one(lane, "e-0"), [FAIL]);
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "person", by: "ann" } });
    await resumeRollout(sql(), id, "ann", later(2));
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "tolerance" } });
  });

  test("a wave bakes, and passes on good evidence; without any it asks, and a person ends the bake", async () => {
    const lane = newLane();
    const bake = { canary: 10, wave: 5 };
    const id = await begin([lane], 2, { ...CANARY, bakeMinutes: bake });
    await startAll(lane);
    await commit(await one(lane, "e-0"), DONE, later(0));
    expect(await look(id)).toMatchObject({ status: "running", waves: ["baking", "waiting"] });
    expect(await startAll(lane)).toBe(0);
    const [baking] = await bakingTargets(sql(), lane);
    expect(baking).toMatchObject({ environmentId: "e-0", until: later(10 * MINUTE).toISOString() });
    // CloudWatch's counts of the bake come later than its end, and the screen says so.
    expect((await rolloutDetail(sql(), id))?.waves).toMatchObject([
      { bakeUntil: later(10 * MINUTE).toISOString(), countsAt: later(20 * MINUTE).toISOString() },
      { bakeUntil: null, countsAt: null },
    ]);
    const at = later(20 * MINUTE).toISOString();
    const evidence = { health: { is: "Green", at }, refused: { calls: 0, silent: 0, at } };
    await storeEvidence(sql(), [{ targetId: baking?.baked.id ?? "", evidence }]);
    await settleRollouts(sql(), [id], later(19 * MINUTE));
    expect(await look(id)).toMatchObject({ waves: ["baking", "waiting"] });
    await settleRollouts(sql(), [id], later(20 * MINUTE));
    expect(await look(id)).toMatchObject({ waves: ["passed", "working"] });
    expect((await rolloutDetail(sql(), id))?.targets[0]?.gate).toEqual({ kind: "passed" });

    await startAll(lane);
    await commit(await held(lane), DONE, later(30 * MINUTE));
    expect(await bakingLanes(sql())).toContainEqual({ accountId: lane.accountId, region: lane.region });
    await settleRollouts(sql(), [id], later(50 * MINUTE));
    expect(await look(id)).toMatchObject({ status: "running", waves: ["passed", "baking"] });
    // Nobody has looked yet, so nobody is asked.
    await settleRollouts(sql(), [id], later(600 * MINUTE));
    expect(await look(id)).toMatchObject({ status: "running", waves: ["passed", "baking"] });
    const inVain = { health: null, refused: null, triedAt: later(45 * MINUTE).toISOString() };
    const [unseen] = await bakingTargets(sql(), lane);
    await storeEvidence(sql(), [{ targetId: unseen?.baked.id ?? "", evidence: inVain }]);
    await settleRollouts(sql(), [id], later(60 * MINUTE));
    expect(await look(id)).toMatchObject({
      status: "paused",
      pause: { kind: "inconclusive", wave: 1, count: 1, names: ["name-e-1"], missing: ["refused-calls", "health"] },
    });
    expect(await bakingTargets(sql(), lane)).toMatchObject([{ stands: "asked" }]);
    await resumeRollout(sql(), id, "ann", later(61 * MINUTE));
    expect(await bakingTargets(sql(), lane)).toMatchObject([{ stands: "runs" }]);
    await settleRollouts(sql(), [id], later(70 * MINUTE));
    expect(await look(id)).toMatchObject({ status: "running" });
    const bakeUntil = later(35 * MINUTE).toISOString();
    const ended = await endBake(sql(), id, "ann", later(71 * MINUTE));
    expect(ended).toMatchObject({ ended: { wave: 1, bakeUntil, gates: [{ gate: { kind: "inconclusive" } }] } });
    expect(await look(id)).toMatchObject({ status: "finished", waves: ["passed", "passed"] });
    expect(await endBake(sql(), id, "ann", later(72 * MINUTE))).toBe("not-baking");
    expect((await rolloutDetail(sql(), id))?.waves[1]).toMatchObject({ passedBy: "ann" });
  });

  test("a wave that allows IMDSv1 waits for no counts", async () => {
    const lane = newLane();
    const id = await begin([lane], 1, { bakeMinutes: { canary: 0, wave: 10 } });
    await sql()
      .update(targets)
      .set({ change: { kind: "set", methods: "v1-and-v2" } })
      .where(eq(targets.rolloutId, id));
    await startAll(lane);
    await commit(await held(lane), DONE, later(0));
    expect((await rolloutDetail(sql(), id))?.waves).toMatchObject([
      { bakeUntil: later(10 * MINUTE).toISOString(), countsAt: null },
    ]);
  });

  test("a refused call in the bake counts as a failure: past the tolerance the next wave is not opened", async () => {
    const lane = newLane();
    const id = await begin([lane], 2, { ...CANARY, ...NO_FAILURE, bakeMinutes: { canary: 10, wave: 0 } });
    await startAll(lane);
    await commit(await one(lane, "e-0"), DONE, later(0));
    const [baking] = await bakingTargets(sql(), lane);
    const refused = { calls: 7, silent: 0, at: later(MINUTE).toISOString() };
    await storeEvidence(sql(), [{ targetId: baking?.baked.id ?? "", evidence: { health: null, refused } }]);
    await settleRollouts(sql(), [id], later(MINUTE));
    expect(await look(id)).toMatchObject({
      status: "paused",
      pause: { kind: "tolerance", failed: ["name-e-0"] },
      waves: ["baking", "waiting"],
    });
    // Ending the bake does not resume: that the calls are accepted is to be said, too.
    await endBake(sql(), id, "ann", later(2 * MINUTE));
    expect(await look(id)).toMatchObject({ status: "paused", waves: ["passed", "waiting"] });
    await resumeRollout(sql(), id, "ann", later(3 * MINUTE));
    expect(await look(id)).toMatchObject({ status: "running", waves: ["passed", "working"] });
  });

  test("what a person resumes or lets pass is what that person saw, not what has come since", async () => {
    const lane = newLane();
    const id = await begin([lane], 3, { ...CANARY, ...NO_FAILURE, bakeMinutes: { canary: 10, wave: 10 } });
    await pauseRollout(sql(), id, "ann", later(1));
    await resumeRollout(sql(), id, "ann", later(2), { seen: { pausedAt: later(1).toISOString(), failures: 0 } });
    await startAll(lane);
    await commit(await one(lane, "e-0"), [FAIL], later(3));
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "tolerance" } });
    // The page still shows the pause of before: nobody has accepted this failure.
    expect(
      await resumeRollout(sql(), id, "ann", later(4), { seen: { pausedAt: later(1).toISOString(), failures: 0 } }),
    ).toBe("changed");
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "tolerance" } });
    // Nor one that came while the page still shows fewer.
    const paused = { pausedAt: later(3).toISOString() };
    expect(await resumeRollout(sql(), id, "ann", later(4), { seen: { ...paused, failures: 0 } })).toBe("changed");
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "tolerance" } });
    expect(await resumeRollout(sql(), id, "ann", later(4), { seen: { ...paused, failures: 1 } })).toMatchObject({
      resumed: { kind: "tolerance", at: later(3).toISOString() },
    });

    const other = await begin([newLane()], 2, { ...CANARY, bakeMinutes: { canary: 10, wave: 10 } });
    const [where = lane] = (await rolloutDetail(sql(), other))?.targets ?? [];
    await startAll(where);
    await commit(await one(where, "e-0"), DONE, later(5));
    expect(await endBake(sql(), other, "ann", later(6), { seen: 1 })).toBe("changed");
    expect(await look(other)).toMatchObject({ waves: ["baking", "waiting"] });
    expect(await endBake(sql(), other, "ann", later(6), { seen: 0 })).toMatchObject({ ended: { wave: 0 } });
  });

  const TOLERANT: Partial<Policy> = {
    tolerance: { perLane: { kind: "count", count: 1 }, inAll: { kind: "percent", percent: 50 }, mode: "soft" },
  };

  test("any failure in a canary pauses the rollout, whatever it tolerates, until a person accepts it", async () => {
    const lanes = [newLane(), newLane()];
    const [here = newLane(), there = newLane()] = lanes;
    const two: Partial<Policy> = { canary: { kind: "amount", amount: { kind: "count", count: 2 } } };
    const id = await begin(lanes, 5, { ...CANARY, ...TOLERANT, ...two, bakeMinutes: { canary: 10, wave: 0 } });
    expect([await startAll(here), await startAll(there)]).toEqual([1, 1]);
    await commit(await one(here, "e-0"), [FAIL]);
    const breach = (failures: number) => ({ scope: "canary", failures, tolerated: 0 });
    expect(await look(id)).toMatchObject({
      status: "paused",
      pause: { kind: "tolerance", breach: breach(1), failed: ["name-e-0"] },
      waves: ["working", "waiting"],
    });
    // What is in flight ends; that all of the canary failed opens nothing either.
    await commit(await one(there, "e-0"), [FAIL]);
    await settleRollouts(sql(), [id], later(60 * MINUTE));
    expect(await look(id)).toMatchObject({ status: "paused", waves: ["working", "waiting"] });
    await resumeRollout(sql(), id, "ann", later(61 * MINUTE));
    expect(await look(id)).toMatchObject({ status: "running", waves: ["passed", "working"] });
    // The waves after it are held to the tolerance alone.
    await startAll(here);
    await commit(await one(here, "e-1"), [FAIL]);
    expect(await look(id)).toMatchObject({ status: "running" });
  });

  test("a look that took long does not replace what a later one saw", async () => {
    const lane = newLane();
    await begin([lane], 1, { ...CANARY, bakeMinutes: { canary: 10, wave: 0 } });
    await startAll(lane);
    await commit(await one(lane, "e-0"), DONE, later(0));
    const stored = async () => (await bakingTargets(sql(), lane))[0]?.baked;
    const targetId = (await stored())?.id ?? "";
    const looked = (minutes: number, health: string, calls: number) => {
      const at = later(minutes * MINUTE).toISOString();
      return { targetId, evidence: { health: { is: health, at }, refused: { calls, silent: 0, at, instanceIds: [] } } };
    };
    await storeEvidence(sql(), [looked(2, "Green", 0)]);
    await storeEvidence(sql(), [looked(1, "Red", 3)]);
    expect((await stored())?.evidence).toMatchObject({ health: { is: "Green" }, refused: { calls: 3 } });
  });

  test("what was seen is stored behind whoever settles the rollout: neither waits for the other's rows", async () => {
    const lane = newLane();
    const id = await begin([lane], 2, { cap: { perLane: 2, inAll: null }, bakeMinutes: { canary: 0, wave: 10 } });
    await startAll(lane);
    await commit(await held(lane), DONE, later(0));
    const evidence = { health: { is: "Green", at: later(1).toISOString() }, refused: null };
    const seen = (await bakingTargets(sql(), lane)).map(({ baked }) => ({ targetId: baked.id, evidence }));
    const [first = "", last = ""] = seen.map(({ targetId }) => targetId);
    let storing = Promise.resolve();
    await sql().transaction(async (tx) => {
      const accept = (target: string) =>
        tx.update(targets).set({ failureAccepted: true }).where(eq(targets.id, target));
      await lockRollouts(tx, [id]);
      await accept(last);
      storing = storeEvidence(sql(), seen);
      // Until it waits for a lock; in the embedded database it waits for its turn.
      for (let look = 0; look < 200; look += 1) {
        const waiting = await tx
          .select({ pid: raw`pid` })
          .from(raw`pg_locks`)
          .where(raw`not granted`);
        if (waiting.length > 0) break;
      }
      await accept(first);
    });
    await storing;
    expect((await bakingTargets(sql(), lane)).map(({ baked }) => baked.evidence)).toMatchObject([evidence, evidence]);
  });

  test("so does a canary whose bake fails; a pause of a person does not accept that", async () => {
    const lane = newLane();
    const id = await begin([lane], 4, { ...CANARY, ...TOLERANT, bakeMinutes: { canary: 10, wave: 0 } });
    await startAll(lane);
    await commit(await one(lane, "e-0"), DONE, later(0));
    await pauseRollout(sql(), id, "ann", later(0.5 * MINUTE));
    const [baking] = await bakingTargets(sql(), lane);
    const refused = { calls: 7, silent: 0, at: later(MINUTE).toISOString() };
    await storeEvidence(sql(), [{ targetId: baking?.baked.id ?? "", evidence: { health: null, refused } }]);
    await settleRollouts(sql(), [id], later(MINUTE));
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "person" } });
    await resumeRollout(sql(), id, "ann", later(2 * MINUTE));
    expect(await look(id)).toMatchObject({
      status: "paused",
      pause: { kind: "tolerance", breach: { scope: "canary" }, failed: ["name-e-0"] },
      waves: ["baking", "waiting"],
    });
    await resumeRollout(sql(), id, "ann", later(3 * MINUTE));
    expect(await look(id)).toMatchObject({ status: "running", waves: ["baking", "waiting"] });
  });

  test("a target that has not started is left out, one that has is not", async () => {
    const lane = newLane();
    const id = await begin([lane], 2, { cap: { perLane: 1, inAll: null } });
    expect(await startAll(lane)).toBe(1);
    const transition = { kind: "skipped", reason: "by-person" } as const;
    const left = (await held(lane)).map(({ target }) => ({ targetId: target.id, transition }));
    expect(await leaveOut(sql(), id, left, later(1))).toBe(1);
    const detail = await rolloutDetail(sql(), id);
    expect(detail?.targets.map(({ state }) => state.status)).toEqual(["applying", "skipped"]);
  });

  test("another policy for a draft makes other waves; a started rollout keeps its own", async () => {
    const lane = newLane();
    const id = randomUUID();
    const draft = { id, kind: "bulk" as const, createdBy: "ann", createdAt: NOW, planHash: "h", basedOn: null };
    const keys = ["e-1", "e-2"].map((environmentId) => ({ ...lane, environmentId }));
    const planned = keys.map((key) => targetOn(id, key));
    await insertDraft(sql(), { rollout: { ...draft, policy: NO_POLICY }, targets: planned });
    const policy = { ...NO_POLICY, ...CANARY };
    expect(await choosePolicy(sql(), { id, policy, planHash: "other" }, planned)).toBe(true);
    expect(await look(id)).toMatchObject({ status: "draft", waves: ["waiting", "waiting"] });
    const { estimate } = (await rolloutDetail(sql(), id)) ?? {};
    expect(estimate).toEqual(estimateOf(planned, wavesOf(planned, policy), policy));
    expect((await rolloutDetail(sql(), id))?.targets.map(({ wave }) => wave)).toEqual([0, 1]);
    const by = { startedBy: "bob", acknowledgements: null, now: NOW };
    expect(await startRollout(sql(), { id, planHash: "h", ...by })).toBe("hash-mismatch");
    expect(await startRollout(sql(), { id, planHash: "other", ...by })).toBe("started");
    expect(await choosePolicy(sql(), { id, policy: NO_POLICY, planHash: "h" }, planned)).toBe(false);
  });

  test("a canary that is left out is another one; one that drifts as a whole makes the rollout ask", async () => {
    const lane = newLane();
    const id = randomUUID();
    const policy = { ...NO_POLICY, ...CANARY };
    const draft = { id, kind: "bulk" as const, createdBy: "ann", createdAt: NOW, planHash: "h", basedOn: null, policy };
    const planned = ["e-1", "e-2", "e-3"].map((environmentId) => targetOn(id, { ...lane, environmentId }));
    await insertDraft(sql(), { rollout: draft, targets: planned });
    const [first, ...rest] = planned;
    const transition = { kind: "blocked", reason: { kind: "in-use", calls: 3 } } as const;
    await leaveOut(sql(), id, [{ targetId: first?.id ?? "", transition }], NOW);
    await writeWaves(sql(), { id, policy }, rest);
    expect((await rolloutDetail(sql(), id))?.targets.map(({ wave }) => wave)).toEqual([null, 0, 1]);
    const by = { startedBy: "bob", acknowledgements: null, now: NOW };
    expect(await startRollout(sql(), { id, planHash: "h", ...by })).toBe("started");
    const drifted: Transition = {
      kind: "skipped",
      reason: { kind: "drifted", what: "replacement", was: "immutable", is: "rolling" },
    };
    await commit(await one(lane, "e-2"), [drifted]);
    expect(await look(id)).toMatchObject({
      status: "paused",
      pause: { kind: "inconclusive", count: 1, names: ["name-e-2"], missing: ["canary"] },
    });
    expect(await startAll(lane)).toBe(0);
    await resumeRollout(sql(), id, "ann", later(2));
    expect(await look(id)).toMatchObject({ status: "running", waves: ["passed", "working"] });
  });

  test("a stop does not wait for a bake", async () => {
    const lane = newLane();
    const id = await begin([lane], 1, { ...CANARY, bakeMinutes: { canary: 10, wave: 5 } });
    await startAll(lane);
    await commit(await held(lane), DONE);
    expect(await look(id)).toMatchObject({ status: "running", waves: ["baking"] });
    expect(await requestStop(sql(), id, later(2), { abort: true })).toBe(true);
    expect(await look(id)).toMatchObject({ status: "stopped" });
  });
});
