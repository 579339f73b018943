import { eq, sql as raw } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Evidence } from "#lib/rollouts/gate.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { rolloutProgress } from "./progress-reads.ts";
import { endBake, pauseRollout, requestStop, resumeRollout } from "./rollout-controls.ts";
import { bakingLanes, bakingTargets, storeEvidence } from "./rollout-evidence.ts";
import { lockRollouts, settleRollouts } from "./rollout-progress.ts";
import { rolloutDetail, rolloutSummary } from "./rollout-reads.ts";
import { targets } from "./schema-rollouts.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane } from "./test-facts.ts";
import { CANARY, DONE, FAIL, NO_FAILURE, stageWaves } from "./test-waves.ts";

const MINUTE = 60;
const TOLERANT: Partial<Policy> = {
  tolerance: { perLane: { kind: "count", count: 1 }, inAll: { kind: "percent", percent: 50 }, mode: "soft" },
};

onEachDatabase((sql) => {
  const { begin, commit, held, one, look, startAll } = stageWaves(sql);

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

  test("where metrics are not read a wave waits for no counts, but for those that were read before", async () => {
    const lane = newLane();
    const id = await begin([lane], 1, { bakeMinutes: { canary: 0, wave: 10 } });
    await startAll(lane);
    await commit(await held(lane), DONE, later(0));
    const countsAt = async () => (await rolloutDetail(sql(), id, false))?.waves[0]?.countsAt;
    const [baking] = await bakingTargets(sql(), lane);
    const see = (refused: Evidence["refused"]) =>
      storeEvidence(sql(), [{ targetId: baking?.baked.id ?? "", evidence: { health: null, refused } }]);
    expect(await countsAt()).toBeNull();
    await see("metrics-off");
    expect(await countsAt()).toBeNull();
    await see({ calls: 0, silent: 0, at: later(MINUTE).toISOString() });
    expect(await countsAt()).toBe(later(20 * MINUTE).toISOString());
    expect(await rolloutProgress(sql(), id, false)).toMatchObject({ waves: [{ countsAt: await countsAt() }] });
  });

  test("without a bake, what is ill when it is proven counts as a failure at once; with one, the bake tells", async () => {
    const ill = DONE.map((transition) =>
      transition.kind === "succeeded" ? { ...transition, proof: { ...transition.proof, health: "Red" } } : transition,
    );
    const lane = newLane();
    const id = await begin([lane], 3, NO_FAILURE);
    await startAll(lane);
    await commit(await one(lane, "e-0"), ill);
    expect(await look(id)).toMatchObject({
      status: "paused",
      pause: { kind: "tolerance", breach: { failures: 1, tolerated: 0 }, failed: ["name-e-0"] },
    });
    expect(await rolloutProgress(sql(), id)).toMatchObject({ gatesFailed: 1, counts: { succeeded: 1, failed: 0 } });
    expect(await rolloutSummary(sql(), id)).toMatchObject({ gatesFailed: 1 });

    const other = newLane();
    const baking = await begin([other], 2, { ...NO_FAILURE, bakeMinutes: { canary: 0, wave: 10 } });
    await startAll(other);
    await commit(await one(other, "e-0"), ill);
    expect(await look(baking)).toMatchObject({ status: "running" });
    expect(await rolloutProgress(sql(), baking)).toMatchObject({ gatesFailed: 0 });
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
