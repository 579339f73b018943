import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findEnvironments } from "#lib/db/environment-list.ts";
import { insertDraft, startRollout } from "#lib/db/rollout-drafts.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { beforeOf, planTarget } from "#lib/rollouts/plan.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Change, Target } from "#lib/rollouts/target.ts";
import { PLATFORMS } from "#lib/simulator/platforms.ts";
import type { Environment } from "#lib/simulator/world.ts";
import type { AccessTo } from "./lanes.ts";
import { planHashOf } from "./plan-hash.ts";
import { REGION, simulateLane } from "./test-lane.ts";
import type { SimulatedLane } from "./test-lane.ts";
import {
  keepAnswers,
  registerValidateWorker,
  VALIDATE_QUEUE,
  validateDraft,
  wakeValidation,
} from "./validate-drafts.ts";
import { VALIDATED_WHILE_PLANNING, validateWhilePlanning } from "./validate-targets.ts";

const DISABLE: Change = { kind: "set", methods: "v2-only" };
const WITH_CANARY: Policy = { ...NO_POLICY, canary: { kind: "amount", amount: { kind: "count", count: 1 } } };

onEachDatabase((sql, database) => {
  let lane: SimulatedLane;
  let accessTo: AccessTo;
  let boss: PgBoss | undefined;
  beforeEach(async () => {
    lane = await simulateLane(sql());
    accessTo = () => Promise.resolve({ ...lane.deps.access, accountLabel: "test" });
  });
  afterEach(async () => {
    await boss?.stop({ graceful: false });
    boss = undefined;
    await lane.aws.close();
  });

  const asked = (): number =>
    [...lane.aws.world.calls.values()]
      .filter(({ operation }) => operation === "ValidateConfigurationSettings")
      .reduce((sum, { answered }) => sum + answered, 0);
  /** AWS, and not the plan, knows that this environment's platform has no such option. */
  const outdated = (environment: Environment): void => {
    const old = PLATFORMS.find(({ family }) => family === "al1");
    if (old === undefined) throw new Error("The simulator has an old platform");
    environment.platform = old;
  };
  async function targetsOf(rolloutId: string, environments: readonly Environment[], change = DISABLE) {
    const { accountId } = lane.deps.access;
    const stored = await findEnvironments(
      sql(),
      environments.map(({ id }) => ({ accountId, region: REGION, environmentId: id })),
    );
    return stored.map((environment): Target => ({
      id: randomUUID(),
      rolloutId,
      accountId,
      region: REGION,
      environmentId: environment.environmentId,
      name: environment.name,
      application: environment.application,
      change,
      before: beforeOf(environment),
      tags: null,
      validation: null,
      state: planTarget({ environment, laneFailure: null }, change),
    }));
  }
  async function draftOf(environments: readonly Environment[], policy = NO_POLICY): Promise<string> {
    const id = randomUUID();
    const targets = await targetsOf(id, environments);
    const planHash = planHashOf(targets, policy);
    const rollout = {
      id,
      kind: "bulk",
      createdBy: "ann",
      createdAt: new Date(),
      policy,
      planHash,
      basedOn: null,
    } as const;
    await insertDraft(sql(), { rollout, targets });
    return id;
  }
  const look = async (id: string) => {
    const detail = await rolloutDetail(sql(), id);
    if (detail === null) throw new Error("The rollout is there");
    return detail;
  };

  it("asks about every target of a draft once, and leaves the plan as it was where AWS has nothing to say", async () => {
    const id = await draftOf(lane.changeable(7));
    const { planHash, estimate, validated } = await look(id);
    expect(validated).toEqual({ answered: 0, of: 7 });
    await validateDraft({ sql: sql(), accessTo }, id);
    expect(await look(id)).toMatchObject({ planHash, estimate, validated: { answered: 7, of: 7 } });
    expect((await look(id)).targets.map(({ validation }) => validation)).toEqual(
      Array.from({ length: 7 }, () => ({ kind: "ok" })),
    );
    await validateDraft({ sql: sql(), accessTo }, id);
    expect(asked()).toBe(7);
  });

  it("blocks what AWS would refuse, and makes waves, estimate and hash anew, so that what was reviewed before does not start", async () => {
    const [bad, ...good] = lane.changeable(4).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    if (bad === undefined) throw new Error("four were asked for");
    outdated(bad);
    const id = await draftOf([bad, ...good], WITH_CANARY);
    const before = await look(id);
    await validateDraft({ sql: sql(), accessTo }, id);
    const after = await look(id);
    const blocked = after.targets.find(({ environmentId }) => environmentId === bad.id);
    expect(blocked?.state).toMatchObject({
      status: "blocked",
      reason: { kind: "invalid", messages: [{ severity: "error", optionName: "DisableIMDSv1" }] },
    });
    // It was the canary; another is now.
    expect(blocked?.wave).toBeNull();
    expect(after.targets.filter(({ wave }) => wave === 0)).toHaveLength(1);
    expect(after.planHash).toBe(planHashOf(after.targets, after.policy));
    expect(after.estimate?.minutes).toBeLessThan(before.estimate?.minutes ?? 0);
    const start = { id, startedBy: "bob", acknowledgements: null, now: new Date() };
    expect(await startRollout(sql(), { ...start, planHash: before.planHash })).toBe("hash-mismatch");
    expect(await startRollout(sql(), { ...start, planHash: after.planHash })).toBe("started");
  });

  it("blocks nothing where AWS could not be asked, and says what it answered", async () => {
    const id = await draftOf(lane.changeable(2));
    lane.aws.faults.add({ fault: { kind: "internal-error" }, where: { operation: "ValidateConfigurationSettings" } });
    await validateDraft({ sql: sql(), accessTo }, id);
    const { targets, validated } = await look(id);
    expect(validated).toEqual({ answered: 2, of: 2 });
    for (const { state, validation } of targets) {
      expect(state.status).toBe("pending");
      expect(validation).toMatchObject({
        kind: "unanswered",
        failure: { operation: "elasticbeanstalk:ValidateConfigurationSettings" },
      });
    }
  });

  it("keeps no answer for what has started meanwhile, and asks no more", async () => {
    const id = await draftOf(lane.changeable(1));
    const { planHash, targets } = await look(id);
    const started = { id, planHash, startedBy: "bob", acknowledgements: null, now: new Date() };
    expect(await startRollout(sql(), started)).toBe("started");
    const answers = targets.map((target) => ({ target, validation: { kind: "ok" } as const }));
    expect(await keepAnswers(sql(), id, answers)).toBe(false);
    await validateDraft({ sql: sql(), accessTo }, id);
    expect((await look(id)).targets[0]?.validation).toBeNull();
    expect(asked()).toBe(0);
  });

  it("while planning asks about few, not about removals, and waits no longer than it may", async () => {
    const targets = await targetsOf(randomUUID(), lane.changeable(3));
    const answers = await validateWhilePlanning(accessTo, targets);
    expect([...answers.values()]).toEqual(Array.from({ length: 3 }, () => ({ kind: "ok" })));
    const removals = targets.map((target) => ({ ...target, change: { kind: "remove" } as const }));
    expect(await validateWhilePlanning(accessTo, removals)).toEqual(new Map());
    expect(await validateWhilePlanning(accessTo, targets, AbortSignal.abort())).toEqual(new Map());
    const [target] = targets;
    if (target === undefined) throw new Error("three were asked for");
    const many = Array.from({ length: VALIDATED_WHILE_PLANNING + 1 }, (_, index) => ({ ...target, id: `t-${index}` }));
    expect(await validateWhilePlanning(accessTo, many)).toEqual(new Map());
    expect(asked()).toBe(3);
  });

  it("is done by a worker, also for a draft whose wake-up was lost", async () => {
    boss = new PgBoss({ ...database().boss, schedule: false, __test__enableSpies: true });
    boss.on("error", () => undefined);
    await boss.start();
    await boss.deleteAllJobs();
    const lost = await draftOf(lane.changeable(1));
    const spy = boss.getSpy(VALIDATE_QUEUE);
    await registerValidateWorker(boss, { sql: sql(), accessTo });
    await spy.waitForJob((data) => JSON.stringify(data).includes(lost), "completed");
    expect((await look(lost)).validated).toEqual({ answered: 1, of: 1 });
    const woken = await draftOf(lane.changeable(2).slice(1));
    await wakeValidation(boss, woken);
    await spy.waitForJob((data) => JSON.stringify(data).includes(woken), "completed");
    expect((await look(woken)).validated).toEqual({ answered: 1, of: 1 });
  });
});
