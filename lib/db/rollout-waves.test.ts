import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { estimateOf } from "#lib/rollouts/estimate.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import { wavesOf } from "#lib/rollouts/waves.ts";
import { listAudit } from "./audit-queries.ts";
import { leaveOut, requestStop, resumeRollout } from "./rollout-controls.ts";
import { choosePolicy, insertDraft, startRollout, writeWaves } from "./rollout-drafts.ts";
import { rolloutDetail } from "./rollout-reads.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane, NOW, targetOn } from "./test-facts.ts";
import { CANARY, DONE, FAIL, NO_FAILURE, stageWaves, start } from "./test-waves.ts";

onEachDatabase((sql) => {
  const { begin, commit, held, one, look, startAll } = stageWaves(sql);

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
    const policy = { ...NO_POLICY, ...CANARY, bakeMinutes: { canary: 10, wave: 0 } };
    const estimate = async () => (await rolloutDetail(sql(), id))?.estimate;
    for (const readsMetrics of [false, true]) {
      expect(await choosePolicy(sql(), { id, policy, planHash: "other" }, planned, { readsMetrics })).toBe(true);
      expect(await estimate()).toEqual(estimateOf(planned, wavesOf(planned, policy), policy, readsMetrics));
    }
    expect(await look(id)).toMatchObject({ status: "draft", waves: ["waiting", "waiting"] });
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
});
