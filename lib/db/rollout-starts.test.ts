import { randomUUID } from "node:crypto";
import { eq, sql as raw } from "drizzle-orm";
import { expect, test } from "vitest";
import type { LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import { windowLike } from "#lib/rollouts/test-windows.ts";
import type { Sql } from "./database.ts";
import { insertDraft, startRollout } from "./rollout-drafts.ts";
import { commitTransitions, laneTargets } from "./rollout-queries.ts";
import { rollouts } from "./schema-rollouts.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane, NOW, targetOn } from "./test-facts.ts";
import { insertWindow } from "./window-queries.ts";

const START: Transition = { kind: "started", attempt: 1, intent: { at: NOW.toISOString(), dateUpdated: null } };

onEachDatabase((sql) => {
  const begin = async ({ accountId, region }: LaneKey): Promise<string> => {
    const id = randomUUID();
    const plan = { id, kind: "bulk" as const, createdBy: "ann", createdAt: NOW, planHash: "hash", basedOn: null };
    const key = { accountId, region, environmentId: "e-1" };
    await insertDraft(sql(), { rollout: { ...plan, policy: NO_POLICY }, targets: [targetOn(id, key)] });
    const by = { startedBy: "bob", acknowledgements: null, now: NOW };
    expect(await startRollout(sql(), { id, planHash: "hash", ...by })).toBe("started");
    return id;
  };
  /** Tries to start a lane's target, as somebody who has looked at the windows before; tells whether that was possible. */
  const starts = async (lane: LaneKey): Promise<boolean> => {
    const [held] = await laneTargets(sql(), lane);
    if (held === undefined) throw new Error("The lane has a target");
    const { id: targetId, rolloutId, state } = held.target;
    const next = apply(state, START);
    const entry = { targetId, rolloutId, expectedVersion: held.version, transitions: [START], next };
    return (await commitTransitions(sql(), [entry], later(1))).conflicts.length === 0;
  };
  const deny = (tx: Sql, { accountId }: LaneKey, from: string) => {
    const scope = { accounts: [accountId], regions: [], applications: [] };
    const recurrence = { kind: "once", from, until: null } as const;
    const draft = { name: "Freeze", kind: "deny", scope, recurrence, zone: "UTC" } as const;
    return insertWindow(tx, { id: randomUUID(), draft, by: "eve", now: NOW });
  };
  const SINCE_LONG = windowLike().createdAt.slice(0, 16);

  test("nothing starts in a window that was made since its lane looked, and all else does", async () => {
    const [closed, open] = [newLane(), newLane()];
    await begin(closed);
    await begin(open);
    await deny(sql(), closed, SINCE_LONG);
    await deny(sql(), open, "2026-03-01T11:00");
    expect(await starts(closed)).toBe(false);
    expect(await starts(open)).toBe(true);
  });

  test("a window that is passed for a reason on record holds nothing", async () => {
    const lane = newLane();
    const id = await begin(lane);
    await deny(sql(), lane, SINCE_LONG);
    await sql().update(rollouts).set({ windowOverride: "The auditors are waiting." }).where(eq(rollouts.id, id));
    expect(await starts(lane)).toBe(true);
  });

  test("a start waits for a window that is being made, and does not happen in it", async () => {
    const lane = newLane();
    await begin(lane);
    const starting = await sql().transaction(async (tx) => {
      await deny(tx, lane, SINCE_LONG);
      const coming = starts(lane);
      // Where connections are several it comes as far as the lock; where there is one it has not begun.
      for (let looks = 0; looks < 200; looks++) {
        const { rows } = await tx.execute(raw`select 1 from pg_locks where not granted`);
        if (rows.length > 0) break;
      }
      return { coming };
    });
    expect(await starting.coming).toBe(false);
  });
});
