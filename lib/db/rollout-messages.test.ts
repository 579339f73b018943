import { expect, test } from "vitest";
import { apply } from "#lib/rollouts/apply.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import { haltAll } from "./halt-queries.ts";
import { pauseRollout, requestStop, resumeRollout } from "./rollout-controls.ts";
import { startRollout } from "./rollout-drafts.ts";
import { settleRollouts } from "./rollout-progress.ts";
import { commitTransitions, laneTargets } from "./rollout-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane, NOW } from "./test-facts.ts";
import { CANARY, stageMessages, START, TOLD } from "./test-messages.ts";
import { DONE, FAIL } from "./test-waves.ts";

onEachDatabase((sql) => {
  const { draft, start, begin, happen, told, types, one } = stageMessages(sql);

  test("a canary, a breach, a pause, a resume and the end are each told once, whoever settles again", async () => {
    const lane = newLane();
    const id = await begin(lane, 4, CANARY);
    expect(await one("rollout.started")).toMatchObject({
      timestamp: NOW.toISOString(),
      data: {
        rolloutId: id,
        kind: "bulk",
        change: { kind: "set" },
        policy: "none",
        createdBy: "ann",
        startedBy: "bob",
        waves: 2,
        counts: { pending: 4 },
        environment: null,
      },
    });

    await happen(lane, ["e-0"], [START]);
    await happen(lane, ["e-0"], DONE, later(10));
    const again = (second: number) => settleRollouts(sql(), [id], later(second), TOLD);
    await Promise.all([again(11), again(12)]);
    expect((await one("rollout.wave-done"))?.data).toMatchObject({
      wave: {
        number: 1,
        kind: "canary",
        counts: { succeeded: 1, pending: 0 },
        gatesFailed: 0,
        endedAt: later(10).toISOString(),
        passedAt: later(10).toISOString(),
        passedBy: null,
      },
    });

    await happen(lane, ["e-1"], [START], later(20));
    await happen(lane, ["e-1"], [FAIL], later(21));
    await Promise.all([again(22), again(23)]);
    const { accountId, region } = lane;
    expect(await one("rollout.paused")).toMatchObject({
      timestamp: later(21).toISOString(),
      data: {
        pause: {
          kind: "tolerance",
          breach: { scope: "lane", accountId, region, failures: 1, tolerated: 0 },
          failed: ["name-e-1"],
        },
        counts: { succeeded: 1, failed: 1, pending: 2 },
      },
    });

    expect(await resumeRollout(sql(), id, "eve", later(30), TOLD)).toHaveProperty("resumed");
    expect(await resumeRollout(sql(), id, "eve", later(31), TOLD)).toBe("not-paused");
    expect((await one("rollout.resumed"))?.data).toMatchObject({ rolloutId: id, resumedBy: "eve" });

    expect(await pauseRollout(sql(), id, "ann", later(40), TOLD)).toBe(true);
    expect(await pauseRollout(sql(), id, "ann", later(41), TOLD)).toBe(false);
    expect((await told()).at(-1)).toMatchObject({
      type: "rollout.paused",
      data: { pause: { kind: "person", by: "ann" } },
    });
    await resumeRollout(sql(), id, "ann", later(42), TOLD);

    for (const [name, second] of [["e-2", 50] as const, ["e-3", 60] as const]) {
      await happen(lane, [name], [START], later(second - 5));
      await happen(lane, [name], DONE, later(second));
    }
    await Promise.all([again(61), again(62)]);
    expect(await one("rollout.finished")).toMatchObject({
      timestamp: later(60).toISOString(),
      data: {
        status: "finished",
        finishedAt: later(60).toISOString(),
        seconds: 60,
        counts: { succeeded: 3, failed: 1 },
        failed: ["name-e-1"],
      },
    });
    expect(await types()).toEqual([
      "rollout.finished",
      "rollout.paused",
      "rollout.paused",
      "rollout.resumed",
      "rollout.resumed",
      "rollout.started",
      "rollout.wave-done",
      "rollout.wave-done",
    ]);
  });

  test("what is undone is not told, and what is done twice at once is told once", async () => {
    const lane = newLane();
    const id = await draft(lane, 1, NO_POLICY);
    const killed = sql().transaction(async (tx) => {
      const by = { startedBy: "bob", acknowledgements: null, now: NOW };
      const outcome = await startRollout(tx, { id, planHash: "hash", ...by }, TOLD);
      throw new Error(`Killed when it was ${JSON.stringify(outcome)}`);
    });
    await expect(killed).rejects.toThrow('Killed when it was "started"');
    expect(await told()).toEqual([]);
    const outcomes = await Promise.all([start(id), start(id)]);
    expect(new Set(outcomes)).toEqual(new Set(["not-a-draft", "started"]));
    expect(await types()).toEqual(["rollout.started"]);
    // Another rollout holds the environment: its start is undone to the savepoint, message and all.
    expect(await start(await draft(lane, 1, NO_POLICY))).toMatchObject({ conflict: [{ rolloutId: id }] });
    expect(await types()).toEqual(["rollout.started"]);
  });

  test("of a single change only the end is told, with its environment", async () => {
    const lane = newLane();
    const id = await begin(lane, 1, NO_POLICY, "toggle");
    await pauseRollout(sql(), id, "ann", later(1), TOLD);
    await resumeRollout(sql(), id, "ann", later(2), TOLD);
    await happen(lane, ["e-0"], [START]);
    await happen(lane, ["e-0"], DONE);
    const [message, ...others] = await told();
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      type: "rollout.finished",
      data: {
        kind: "toggle",
        counts: { succeeded: 1 },
        environment: { accountId: lane.accountId, environmentId: "e-0", environmentName: "name-e-0" },
      },
    });
  });

  test("with no webhook to tell nothing is queued", async () => {
    const lane = newLane();
    const id = await draft(lane, 2, CANARY);
    expect(await start(id, { announces: false })).toBe("started");
    await pauseRollout(sql(), id, "ann", later(1));
    await resumeRollout(sql(), id, "ann", later(2));
    await haltAll(sql(), { by: "eve", reason: "An incident" }, later(3));
    await requestStop(sql(), id, later(4));
    const skip = { kind: "skipped", reason: "stopped" } as const;
    const entries = (await laneTargets(sql(), lane)).map(({ target, version }) => ({
      targetId: target.id,
      rolloutId: id,
      expectedVersion: version,
      transitions: [skip],
      next: apply(target.state, skip),
    }));
    await commitTransitions(sql(), entries, later(5));
    await settleRollouts(sql(), [id], later(6));
    expect(await told()).toEqual([]);
  });
});
