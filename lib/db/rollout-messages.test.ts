import { randomUUID } from "node:crypto";
import { sql as raw } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { RolloutKind } from "#lib/rollouts/rollout.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import { haltAll, liftHalt } from "./halt-queries.ts";
import { endBake, pauseRollout, requestStop, resumeRollout } from "./rollout-controls.ts";
import { insertDraft, startRollout } from "./rollout-drafts.ts";
import { bakingTargets, storeEvidence } from "./rollout-evidence.ts";
import { settleRollouts } from "./rollout-progress.ts";
import { commitTransitions, laneTargets } from "./rollout-queries.ts";
import { webhookDeliveries } from "./schema.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane, NOW, targetOn } from "./test-facts.ts";

const MINUTE = 60;
const TOLD = { announces: true };
const START: Transition = { kind: "started", attempt: 1, intent: { at: NOW.toISOString(), dateUpdated: null } };
const FAIL: Transition = { kind: "failed", reason: { kind: "terminated" } };
const DONE: Transition[] = [
  { kind: "accepted", requestId: null },
  {
    kind: "succeeded",
    proof: { optionValue: "true", instances: 1, at: NOW.toISOString(), healthBefore: "Green" },
  },
];
const CANARY: Policy = {
  ...NO_POLICY,
  canary: { kind: "amount", amount: { kind: "count", count: 1 } },
  cap: { perLane: 5, inAll: null },
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
};

const Message = z.object({ type: z.string(), timestamp: z.string(), data: z.looseObject({ rolloutId: z.string() }) });
type Message = z.output<typeof Message>;

onEachDatabase((sql) => {
  beforeEach(async () => {
    await sql().execute(raw`truncate webhook_deliveries`);
    await liftHalt(sql());
  });

  const draft = async (lane: LaneKey, each: number, policy: Policy, kind: RolloutKind = "bulk"): Promise<string> => {
    const { accountId, region } = lane;
    const id = randomUUID();
    const rollout = { id, kind, createdBy: "ann", createdAt: NOW, policy, planHash: "hash", basedOn: null };
    const planned = Array.from({ length: each }, (_, n) =>
      targetOn(id, { accountId, region, environmentId: `e-${n}` }),
    );
    await insertDraft(sql(), { rollout, targets: planned });
    return id;
  };
  const start = (id: string, telling = TOLD) =>
    startRollout(sql(), { id, planHash: "hash", startedBy: "bob", acknowledgements: null, now: NOW }, telling);
  const begin = async (lane: LaneKey, each: number, policy: Policy, kind?: RolloutKind): Promise<string> => {
    const id = await draft(lane, each, policy, kind);
    expect(await start(id)).toBe("started");
    return id;
  };
  /** Takes names of a lane's environments and commits what happened to each of them. */
  const happen = async (lane: LaneKey, names: readonly string[], happened: readonly Transition[], at = later(1)) => {
    for (const { target, version } of await laneTargets(sql(), lane)) {
      if (!names.includes(target.environmentId)) continue;
      const { id: targetId, rolloutId } = target;
      const next = happened.reduce(apply, target.state);
      const entry = { targetId, rolloutId, expectedVersion: version, transitions: happened, next };
      expect(await commitTransitions(sql(), [entry], at, TOLD)).toEqual({ conflicts: [] });
    }
  };
  const told = async (): Promise<Message[]> => {
    const rows = await sql().select({ body: webhookDeliveries.body }).from(webhookDeliveries);
    const messages = rows.map(({ body }) => Message.parse(JSON.parse(body)));
    return messages.toSorted((one, other) => one.timestamp.localeCompare(other.timestamp));
  };
  const types = async (): Promise<string[]> => (await told()).map(({ type }) => type).toSorted();
  const one = async (type: string): Promise<Message | undefined> => {
    const found = (await told()).filter((message) => message.type === type);
    expect(found).toHaveLength(1);
    return found[0];
  };

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

  test("a canary that failed is told as what it is, however much is tolerated", async () => {
    const lane = newLane();
    await begin(lane, 3, { ...CANARY, tolerance: NO_POLICY.tolerance });
    await happen(lane, ["e-0"], [START]);
    await happen(lane, ["e-0"], [FAIL]);
    expect((await one("rollout.paused"))?.data).toMatchObject({
      pause: { kind: "tolerance", breach: { scope: "canary", failures: 1, tolerated: 0 }, failed: ["name-e-0"] },
    });
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
