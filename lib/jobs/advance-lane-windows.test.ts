import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { endBake, pauseRollout, requestStop } from "#lib/db/rollout-controls.ts";
import { laneTargets } from "#lib/db/rollout-queries.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { rollouts } from "#lib/db/schema-rollouts.ts";
import { onEachDatabase } from "#lib/db/test-database.ts";
import { endWindow, insertWindow } from "#lib/db/window-queries.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { windowLike } from "#lib/rollouts/test-windows.ts";
import type { ChangeWindow } from "#lib/rollouts/window.ts";
import { step } from "#lib/simulator/transitions.ts";
import { advanceLane } from "./advance-lane.ts";
import { settleStops } from "./settle-lane.ts";
import { simulateLane } from "./test-lane.ts";
import type { SimulatedLane } from "./test-lane.ts";

const MINUTE = 60_000;
const CANARY: Partial<Policy> = {
  canary: { kind: "amount", amount: { kind: "count", count: 1 } },
  bakeMinutes: { canary: 10, wave: 0 },
};

onEachDatabase((sql) => {
  let lane: SimulatedLane;
  let begun: number;
  beforeEach(async () => {
    lane = await simulateLane(sql());
    begun = Date.now();
  });
  afterEach(() => lane.aws.close());

  /** So many minutes from the test's beginning, to the minute. */
  const minute = (minutes: number) => new Date(Math.floor(begun / MINUTE + minutes) * MINUTE);
  /** An absolute window of this lane's account, in UTC. */
  const keep = async (kind: ChangeWindow["kind"], from: number, until: number, applications: string[] = []) => {
    const local = (minutes: number) => minute(minutes).toISOString().slice(0, 16);
    const scope = { accounts: [lane.deps.access.accountId], regions: [], applications };
    const recurrence = { kind: "once", from: local(from), until: local(until) } as const;
    const { name, zone } = windowLike();
    const id = randomUUID();
    await insertWindow(sql(), { id, draft: { name, kind, scope, recurrence, zone }, by: "ann", now: new Date() });
    return id;
  };
  const advanceAt = (minutes: number) => advanceLane({ ...lane.deps, now: () => minute(minutes) });
  const states = async () =>
    (await laneTargets(sql(), lane.deps.access)).map(({ target }) => target.state.status).toSorted();

  it("starts nothing while a window is closed, asks AWS nothing, and begins when it opens", async () => {
    await keep("deny", -600, -1);
    const id = await lane.begin(lane.changeable(2));
    const closed = await advanceLane({ ...lane.offline, now: () => minute(-60) });
    expect(closed).toEqual({ kind: "closed", opensAt: minute(-1) });
    expect(await states()).toEqual(["pending", "pending"]);
    const targets = await lane.finish(id);
    expect([...targets.values()].map(({ state }) => state.status)).toEqual(["succeeded", "succeeded"]);
  });

  it("holds what is pending when a window closes, finishes what is in flight, and goes on when it opens again", async () => {
    await keep("allow", -60, 10);
    const id = await lane.begin(lane.changeable(3), 1);
    await advanceLane(lane.deps);
    expect(await states()).toEqual(["pending", "pending", "updating"]);
    // Eleven minutes later the window is closed, and AWS is done with the first.
    step(lane.aws.world, new Date(), "all");
    expect(await advanceAt(11)).toEqual({ kind: "again" });
    expect(await advanceAt(11)).toEqual({ kind: "closed", opensAt: null });
    expect(await states()).toEqual(["pending", "pending"]);
    expect((await rolloutDetail(sql(), id))?.counts).toMatchObject({ succeeded: 1, pending: 2 });
    expect(lane.sent()).toHaveLength(1);
    const targets = await lane.finish(id);
    expect([...targets.values()].map(({ state }) => state.status)).toEqual(Array(3).fill("succeeded"));
    expect(lane.sent()).toHaveLength(3);
  });

  it("holds only the environments a window speaks of", async () => {
    const environments = lane.changeable(6);
    const [first] = environments;
    const other = environments.find(({ applicationName }) => applicationName !== first?.applicationName);
    if (first === undefined || other === undefined) throw new Error("The world has two applications");
    await keep("deny", -60, 60, [first.applicationName]);
    const id = await lane.begin([first, other], 2);
    await advanceLane(lane.deps);
    const detail = await rolloutDetail(sql(), id);
    expect(detail?.targets.find(({ name }) => name === first.name)?.state.status).toBe("pending");
    expect(detail?.targets.find(({ name }) => name === other.name)?.state.status).toBe("updating");
  });

  it("sends nothing where the window closes between the look and the call", async () => {
    await keep("allow", -60, 10);
    await lane.begin(lane.changeable(1));
    let minutes = 0;
    // The clock passes the window's end while AWS is asked.
    const slow = lane.accessVia((ambient) => {
      minutes = 11;
      return ambient();
    });
    expect(await advanceLane({ ...lane.deps, access: slow, now: () => minute(minutes) })).toEqual({ kind: "waiting" });
    expect(minutes).toBe(11);
    expect(await states()).toEqual(["pending"]);
    expect(lane.sent()).toEqual([]);
  });

  it("starts nothing in a window that is made while AWS is asked", async () => {
    await lane.begin(lane.changeable(2), 2);
    const slow = lane.accessVia(async (ambient) => {
      await keep("deny", -60, 60);
      return ambient();
    });
    expect(await advanceLane({ ...lane.deps, access: slow })).toEqual({ kind: "waiting" });
    expect(await states()).toEqual(["pending", "pending"]);
    expect(lane.sent()).toEqual([]);
    expect(await advanceLane(lane.deps)).toEqual({ kind: "closed", opensAt: minute(60) });
  });

  it("bakes a wave whose lane is closed meanwhile; the next one opens, and waits for the window", async () => {
    const id = await lane.begin(lane.changeable(2), 2, CANARY);
    await advanceLane(lane.deps);
    step(lane.aws.world, new Date(), "all");
    await advanceLane(lane.deps);
    await keep("deny", 1, 60);
    // What bakes is looked at although nothing may start.
    expect(await advanceAt(3)).toEqual({ kind: "waiting" });
    const baked = await rolloutDetail(sql(), id);
    expect(baked?.waves.map(({ state }) => state)).toEqual(["baking", "waiting"]);
    expect(baked?.targets.find(({ wave }) => wave === 0)?.evidence).toMatchObject({ health: { is: "Green" } });
    await endBake(sql(), id, "ann", minute(5));
    expect(await advanceAt(5)).toEqual({ kind: "closed", opensAt: minute(60) });
    expect((await rolloutDetail(sql(), id))?.waves.map(({ state }) => state)).toEqual(["passed", "working"]);
    expect(lane.sent()).toHaveLength(1);
    const targets = await lane.finish(id, () => minute(61));
    expect([...targets.values()].map(({ state }) => state.status)).toEqual(["succeeded", "succeeded"]);
  });

  it("follows what is in flight of a paused rollout while its lane is closed, and stops what waits", async () => {
    const id = await lane.begin(lane.changeable(2), 1);
    await advanceLane(lane.deps);
    await pauseRollout(sql(), id, "ann", new Date());
    await keep("deny", -60, 60);
    step(lane.aws.world, new Date(), "all");
    expect(await advanceLane(lane.deps)).toEqual({ kind: "again" });
    expect(await states()).toEqual(["pending"]);
    expect(await advanceLane(lane.deps)).toEqual({ kind: "closed", opensAt: minute(60) });
    // A stop does not wait for the window.
    expect(await requestStop(sql(), id, new Date())).toBe(true);
    await settleStops(sql(), lane.deps.access, new Date());
    expect(await rolloutDetail(sql(), id)).toMatchObject({ status: "stopped", counts: { succeeded: 1, skipped: 1 } });
    expect(await advanceLane(lane.deps)).toEqual({ kind: "done" });
  });

  it("goes on once a window is ended, and does not wait where its reason to is on record", async () => {
    const window = await keep("deny", -60, 600);
    const held = await lane.begin(lane.changeable(1));
    expect(await advanceLane(lane.deps)).toEqual({ kind: "closed", opensAt: minute(600) });
    await endWindow(sql(), { id: window, version: 1, by: "ann", now: new Date() });
    await lane.finish(held);
    await keep("deny", -60, 600);
    const overriding = await lane.begin(lane.changeable(2).slice(1));
    await sql().update(rollouts).set({ windowOverride: "The auditors are waiting." });
    const [target] = (await lane.finish(overriding)).values();
    expect(target?.state.status).toBe("succeeded");
  });
});
