import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import { currentHalt, haltAll, liftHalt } from "./halt-queries.ts";
import { resumeRollout } from "./rollout-controls.ts";
import { insertDraft, startRollout } from "./rollout-drafts.ts";
import { commitTransitions, laneTargets } from "./rollout-queries.ts";
import { rolloutDetail } from "./rollout-reads.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane, NOW, targetOn } from "./test-facts.ts";

const START: Transition = { kind: "started", attempt: 1, intent: { at: NOW.toISOString(), dateUpdated: null } };

onEachDatabase((sql) => {
  const draft = async ({ accountId, region }: LaneKey): Promise<string> => {
    const id = randomUUID();
    const plan = { id, kind: "bulk" as const, createdBy: "ann", createdAt: NOW, planHash: "hash", basedOn: null };
    const key = { accountId, region, environmentId: "e-1" };
    await insertDraft(sql(), { rollout: { ...plan, policy: NO_POLICY }, targets: [targetOn(id, key)] });
    return id;
  };
  const begin = (id: string) =>
    startRollout(sql(), { id, planHash: "hash", startedBy: "bob", acknowledgements: null, now: NOW });
  const look = async (id: string) => (await rolloutDetail(sql(), id)) ?? undefined;
  /** Tries to start a lane's target and tells whether that was possible. */
  const starts = async (lane: LaneKey): Promise<boolean> => {
    const [held] = await laneTargets(sql(), lane);
    if (held === undefined) throw new Error("The lane has a target");
    const { target, version } = held;
    const next = apply(target.state, START);
    const entry = {
      targetId: target.id,
      rolloutId: target.rolloutId,
      expectedVersion: version,
      transitions: [START],
      next,
    };
    return (await commitTransitions(sql(), [entry], later(1))).conflicts.length === 0;
  };

  test("one switch halts all that run, and keeps all from starting, until it is lifted and a person resumes each", async () => {
    const lane = newLane();
    const id = await draft(lane);
    expect(await begin(id)).toBe("started");
    expect(await haltAll(sql(), { by: "eve", reason: "An incident" }, later(1))).toContain(id);
    expect(await haltAll(sql(), { by: "ann", reason: "Again" }, later(2))).toBeNull();
    expect(await currentHalt(sql())).toMatchObject({ by: "eve", reason: "An incident" });
    expect(await look(id)).toMatchObject({ status: "paused", pause: { kind: "halt", by: "eve" } });
    expect(await starts(lane)).toBe(false);
    expect(await resumeRollout(sql(), id, "ann", later(3))).toBe("halted");
    expect(await begin(await draft(newLane()))).toBe("halted");
    expect(await liftHalt(sql())).toMatchObject({ by: "eve" });
    expect(await liftHalt(sql())).toBeNull();
    expect(await look(id)).toMatchObject({ status: "paused" });
    expect(await starts(lane)).toBe(false);
    expect(await resumeRollout(sql(), id, "ann", later(4))).toHaveProperty("resumed");
    expect(await starts(lane)).toBe(true);
  });

  test("a rollout and a halt that come at the same moment leave none running", async () => {
    const drafts = await Promise.all(Array.from({ length: 6 }, () => draft(newLane())));
    await Promise.all([
      ...drafts.slice(0, 3).map(begin),
      haltAll(sql(), { by: "eve", reason: "An incident" }, NOW),
      ...drafts.slice(3).map(begin),
    ]);
    const after = await Promise.all(drafts.map(look));
    expect(after.filter((rollout) => rollout?.status === "running")).toEqual([]);
    await liftHalt(sql());
  });
});
