import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { insertExceptions } from "#lib/db/exception-queries.ts";
import { commitTransitions, laneTargets } from "#lib/db/rollout-queries.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { beginDue } from "#lib/db/schedule-queries.ts";
import { rollouts } from "#lib/db/schema-rollouts.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import type { Exception } from "#lib/imds/exception.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { advanceLane } from "./advance-lane.ts";
import { REGION, simulateLane } from "./test-lane.ts";
import type { SimulatedLane } from "./test-lane.ts";

onEachDatabase((sql) => {
  let lane: SimulatedLane;
  beforeEach(async () => {
    lane = await simulateLane(sql());
  });
  afterEach(() => lane.aws.close());

  const accept = async (environmentId: string, days: number): Promise<Exception> => {
    const exception: Exception = {
      id: randomUUID(),
      scope: {
        kind: "environment",
        key: { accountId: lane.deps.access.accountId, region: REGION, environmentId },
        name: environmentId,
      },
      owner: "payments",
      reason: "The agent needs IMDSv1 until spring",
      until: new Date(Date.now() + days * 86_400_000).toISOString(),
      createdBy: "ann",
      createdAt: new Date().toISOString(),
      extends: null,
      end: null,
    };
    await insertExceptions(sql(), [exception]);
    return exception;
  };

  it("leaves out what was accepted after the review, and does the others", async () => {
    const [accepted, other, expired] = lane.changeable(3);
    if (accepted === undefined || other === undefined || expired === undefined) throw new Error("three were asked for");
    const id = await lane.begin([accepted, other, expired]);
    const exception = await accept(accepted.id, 30);
    await accept(expired.id, -1);
    const targets = await lane.finish(id);
    expect(targets.get(accepted.name)?.state).toEqual({
      status: "blocked",
      attempt: 0,
      reason: { kind: "excepted", exceptionId: exception.id, until: exception.until, owner: "payments" },
    });
    for (const { name } of [other, expired]) expect(targets.get(name)?.state).toMatchObject({ status: "succeeded" });
    expect(lane.sent().map(({ input }) => input)).not.toContainEqual(
      expect.objectContaining({ EnvironmentId: accepted.id }),
    );
  });

  it("asks a scheduled rollout when it begins, for until then it can be a draft again", async () => {
    const [accepted] = lane.changeable(1);
    if (accepted === undefined) throw new Error("one was asked for");
    const id = await lane.begin([accepted]);
    const startAt = new Date(Date.now() + 60_000);
    await sql().update(rollouts).set({ status: "scheduled", startedAt: null, startAt }).where(eq(rollouts.id, id));
    await accept(accepted.id, 30);
    expect(await advanceLane(lane.deps)).toEqual({ kind: "done" });
    expect(await rolloutDetail(sql(), id)).toMatchObject({ status: "scheduled", counts: { pending: 1 } });
    await beginDue(sql(), startAt);
    const targets = await lane.finish(id);
    expect(targets.get(accepted.name)?.state).toMatchObject({ status: "blocked", reason: { kind: "excepted" } });
    expect(lane.sent()).toEqual([]);
  });

  it("no intent is committed for what was accepted between the look and the call", async () => {
    const [accepted] = lane.changeable(1);
    if (accepted === undefined) throw new Error("one was asked for");
    await lane.begin([accepted]);
    const [held] = await laneTargets(sql(), lane.deps.access);
    if (held === undefined) throw new Error("the target is held");
    await accept(accepted.id, 30);
    const { target, version } = held;
    const transition = {
      kind: "started",
      attempt: 1,
      intent: { at: new Date().toISOString(), dateUpdated: null },
    } as const;
    const { conflicts } = await commitTransitions(
      sql(),
      [
        {
          targetId: target.id,
          rolloutId: target.rolloutId,
          expectedVersion: version,
          transitions: [transition],
          next: apply(target.state, transition),
        },
      ],
      new Date(),
    );
    expect(conflicts).toEqual([target.id]);
    expect((await laneTargets(sql(), lane.deps.access))[0]).toMatchObject({ version, target: { state: target.state } });
  });
});
