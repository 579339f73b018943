import { expect, test } from "vitest";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { haltAll } from "./halt-queries.ts";
import { endBake, pauseRollout, requestStop, resumeRollout } from "./rollout-controls.ts";
import { bakingTargets, storeEvidence } from "./rollout-evidence.ts";
import { settleRollouts } from "./rollout-progress.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane } from "./test-facts.ts";
import { CANARY, stageMessages, START, TOLD } from "./test-messages.ts";
import { DONE, FAIL } from "./test-waves.ts";

const MINUTE = 60;

onEachDatabase((sql) => {
  const { begin, happen, told, types, one } = stageMessages(sql);

  test("a canary that failed is told as what it is, however much is tolerated", async () => {
    const lane = newLane();
    await begin(lane, 3, { ...CANARY, tolerance: NO_POLICY.tolerance });
    await happen(lane, ["e-0"], [START]);
    await happen(lane, ["e-0"], [FAIL]);
    expect((await one("rollout.paused"))?.data).toMatchObject({
      pause: { kind: "tolerance", breach: { scope: "canary", failures: 1, tolerated: 0 }, failed: ["name-e-0"] },
    });
  });

  test("evidence that stays missing is asked about; who ends the bake is told, and that it goes on", async () => {
    const lane = newLane();
    const id = await begin(lane, 2, { ...CANARY, bakeMinutes: { canary: 10, wave: 0 } });
    await happen(lane, ["e-0"], [START]);
    await happen(lane, ["e-0"], DONE, later(0));
    const [baking] = await bakingTargets(sql(), lane);
    const inVain = { health: null, refused: null, triedAt: later(20 * MINUTE).toISOString() };
    await storeEvidence(sql(), [{ targetId: baking?.baked.id ?? "", evidence: inVain }]);
    await settleRollouts(sql(), [id], later(60 * MINUTE), TOLD);
    await settleRollouts(sql(), [id], later(61 * MINUTE), TOLD);
    expect((await one("rollout.paused"))?.data).toMatchObject({
      pause: { kind: "inconclusive", wave: 1, count: 1, names: ["name-e-0"], missing: ["refused-calls", "health"] },
    });
    expect(await endBake(sql(), id, "eve", later(62 * MINUTE), TOLD)).toHaveProperty("ended");
    expect(await endBake(sql(), id, "eve", later(63 * MINUTE), TOLD)).toBe("not-baking");
    expect((await one("rollout.wave-done"))?.data).toMatchObject({ wave: { number: 1, passedBy: "eve" } });
    expect((await one("rollout.resumed"))?.data).toMatchObject({ resumedBy: "eve" });
  });

  test("a wave that passes although its bake failed says so", async () => {
    const lane = newLane();
    const halves: Policy["waves"] = { by: "percent", steps: [50, 100] };
    const policy: Policy = { ...NO_POLICY, waves: halves, cap: CANARY.cap, bakeMinutes: { canary: 0, wave: 10 } };
    const id = await begin(lane, 2, policy);
    await happen(lane, ["e-0"], [START]);
    await happen(lane, ["e-0"], DONE, later(0));
    const [baking] = await bakingTargets(sql(), lane);
    const at = later(20 * MINUTE).toISOString();
    const evidence = { health: { is: "Green", at }, refused: { calls: 7, silent: 0, at } };
    await storeEvidence(sql(), [{ targetId: baking?.baked.id ?? "", evidence }]);
    await settleRollouts(sql(), [id], later(20 * MINUTE), TOLD);
    expect((await one("rollout.wave-done"))?.data).toMatchObject({ wave: { gatesFailed: 1, passedBy: null } });
  });

  test("a resume that is past the tolerance at once tells the new pause only", async () => {
    const lane = newLane();
    const id = await begin(lane, 3, { ...CANARY, canary: { kind: "none" } });
    await happen(lane, ["e-0"], [START]);
    await pauseRollout(sql(), id, "ann", later(2), TOLD);
    await happen(lane, ["e-0"], [FAIL], later(3));
    await resumeRollout(sql(), id, "ann", later(4), TOLD);
    expect(await types()).toEqual(["rollout.paused", "rollout.paused", "rollout.started"]);
    expect((await told()).at(-1)).toMatchObject({ data: { pause: { kind: "tolerance" } } });
  });

  test("a halt tells of each rollout that it paused, and why; a stop tells how it ended", async () => {
    const lanes = [newLane(), newLane()];
    const [lane = newLane()] = lanes;
    const ids = await Promise.all(lanes.map((at) => begin(at, 2, { ...NO_POLICY, cap: CANARY.cap })));
    await haltAll(sql(), { by: "eve", reason: "An incident" }, later(1), TOLD);
    await haltAll(sql(), { by: "eve", reason: "An incident" }, later(2), TOLD);
    // What other tests left running is halted, too.
    const paused = (await told()).filter(({ type, data }) => type === "rollout.paused" && ids.includes(data.rolloutId));
    expect(paused).toHaveLength(2);
    expect(new Set(paused.map(({ data }) => data.rolloutId))).toEqual(new Set(ids));
    expect(paused[0]?.data).toMatchObject({ pause: { kind: "halt", by: "eve", reason: "An incident" } });

    const [id = ""] = ids;
    await requestStop(sql(), id, later(3), TOLD);
    await requestStop(sql(), id, later(4), TOLD);
    await happen(lane, ["e-0", "e-1"], [{ kind: "skipped", reason: "stopped" }], later(5));
    expect((await one("rollout.finished"))?.data).toMatchObject({
      rolloutId: id,
      status: "stopped",
      counts: { skipped: 2 },
      failed: [],
    });
  });
});
