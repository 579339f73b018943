import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { apply } from "#lib/rollouts/apply.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { ALL_TARGETS } from "#lib/rollouts/target-filter.ts";
import type { Target, Transition } from "#lib/rollouts/target.ts";
import { writeAudit } from "./audit-queries.ts";
import { rolloutHappenings } from "./happening-reads.ts";
import { haltAll, liftHalt } from "./halt-queries.ts";
import { noteEngineFailure, syncLanes } from "./lane-queries.ts";
import { rolloutProgress, targetsOf, timedRollout } from "./progress-reads.ts";
import { endBake } from "./rollout-controls.ts";
import { insertDraft, startRollout } from "./rollout-drafts.ts";
import { exportTargets } from "./rollout-export.ts";
import { commitTransitions, storeEvents } from "./rollout-queries.ts";
import { listRollouts, rolloutDetail } from "./rollout-reads.ts";
import { listTargets } from "./target-list.ts";
import { targetDetail } from "./target-reads.ts";
import { onEachDatabase } from "./test-database.ts";
import { later, newLane, NOW, targetOn } from "./test-facts.ts";

const started: Transition = { kind: "started", attempt: 1, intent: { at: NOW.toISOString(), dateUpdated: null } };
const accepted: Transition = { kind: "accepted", requestId: "r-1" };
const proof = { optionValue: "true", instances: 2, at: later(60).toISOString() };
const WINDOW = { offset: 0, limit: 100 };

async function pagesOf<Page>(pages: AsyncGenerator<Page, void>): Promise<Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

onEachDatabase((sql) => {
  const lanes = [newLane({ region: "eu-west-1" }), newLane({ region: "us-east-1" })];

  /** A rollout of so many environments in turn in two lanes, started. */
  async function begun(count: number, policy: Partial<Policy> = {}): Promise<{ id: string; targets: Target[] }> {
    const id = randomUUID();
    await syncLanes(sql(), lanes);
    const targets = Array.from({ length: count }, (_, place) => {
      const lane = lanes[place % 2] ?? newLane();
      const key = { accountId: lane.accountId, region: lane.region, environmentId: `e-${id.slice(0, 4)}${place}` };
      return targetOn(id, key, { name: `env-${String(place).padStart(4, "0")}` });
    });
    const cap = { perLane: 10, inAll: null };
    const rollout = {
      id,
      kind: "bulk" as const,
      createdBy: "ann",
      createdAt: NOW,
      policy: { ...NO_POLICY, cap, ...policy },
      planHash: "hash",
      basedOn: null,
    };
    await insertDraft(sql(), { rollout, targets });
    await startRollout(sql(), { id, planHash: "hash", startedBy: "bob", acknowledgements: null, now: later(1) });
    return { id, targets };
  }

  const live = (target: Target | undefined, ...happened: Transition[]) => {
    if (target === undefined) throw new Error("There is such a target");
    const next = happened.reduce(apply, target.state);
    const { id: targetId, rolloutId } = target;
    return commitTransitions(
      sql(),
      [{ targetId, rolloutId, expectedVersion: 0, transitions: happened, next }],
      later(2),
    );
  };

  test("a rollout is summed up by wave and by lane as its targets stand", async () => {
    const { id, targets } = await begun(6, { waves: { by: "region" } });
    await live(targets[0], started, accepted, { kind: "succeeded", proof });
    const reason = { kind: "completed-with-errors" as const, words: ["no"] };
    await live(targets[2], started, accepted, { kind: "failed", reason });
    await noteEngineFailure(
      sql(),
      { accountId: lanes[1]?.accountId ?? "", region: "us-east-1" },
      {
        operation: "o",
        code: "Throttling",
        message: "Rate exceeded",
        requestId: null,
        httpStatus: 400,
        outcome: "refused",
      },
      later(3),
    );
    const progress = await rolloutProgress(sql(), id);
    const whole = await rolloutDetail(sql(), id);
    expect(progress).toMatchObject({
      status: "running",
      change: { kind: "set", methods: "v2-only" },
      total: 6,
      counts: whole?.counts,
      retryable: 1,
      undoable: { all: 2, failed: 1 },
    });
    expect(progress?.waves.map(({ total, done, failed, undoable }) => [total, done, failed, undoable])).toEqual([
      [3, 2, 1, 2],
      [3, 0, 0, 0],
    ]);
    const byRegion = new Map(progress?.lanes.map((lane) => [lane.region, lane]));
    expect(byRegion.get("eu-west-1")).toMatchObject({ total: 3, done: 2, failed: 1, failure: null });
    expect(byRegion.get("us-east-1")).toMatchObject({ total: 3, done: 0, failure: { code: "Throttling" } });
    expect(byRegion.get("us-east-1")?.accountLabel).toBe(lanes[1]?.accountLabel);
    expect((await targetsOf(sql(), id, "failed")).map(({ id: failed }) => failed)).toEqual([targets[2]?.id]);
    expect(await rolloutProgress(sql(), randomUUID())).toBeNull();
  });

  test("a window of targets has what needs a look first, each with the last that happened to it", async () => {
    const { id, targets } = await begun(6, { waves: { by: "region" } });
    await live(targets[4], started, accepted, { kind: "failed", reason: { kind: "terminated" } });
    await live(targets[2], started, accepted);
    await live(targets[0], started, accepted, { kind: "succeeded", proof });
    const updating = targets[2] ?? targetOn(id, { accountId: "", region: "", environmentId: "" });
    await storeEvents(
      sql(),
      updating,
      [-600, 30, 40].map((second) => ({
        environmentId: updating.environmentId,
        at: later(second).toISOString(),
        severity: "INFO",
        message: `at ${second}`,
        requestId: null,
      })),
    );
    const all = await listTargets(sql(), id, ALL_TARGETS, WINDOW);
    expect(all.matched).toBe(6);
    expect(all.rows.map(({ name }) => name)).toEqual([4, 2, 1, 3, 5, 0].map((place) => targets[place]?.name));
    expect(all.rows[0]?.last?.transition.kind).toBe("failed");
    expect(all.rows[1]?.event?.message).toBe("at 40");
    expect(all.rows[5]).toMatchObject({ event: null, accountLabel: lanes[0]?.accountLabel });

    const rest = await listTargets(sql(), id, ALL_TARGETS, { offset: 4, limit: 100 });
    expect([rest.matched, rest.rows.map(({ id: row }) => row)]).toEqual([6, [targets[5]?.id, targets[0]?.id]]);
    const found = async (filter: Partial<typeof ALL_TARGETS>) =>
      (await listTargets(sql(), id, { ...ALL_TARGETS, ...filter }, WINDOW)).rows.map(({ name }) => name);
    expect(await found({ segment: "inFlight" })).toEqual(["env-0002"]);
    expect(await found({ wave: 1, text: "0003" })).toEqual(["env-0003"]);
    expect(await found({ lane: { accountId: lanes[1]?.accountId ?? "", region: "us-east-1" } })).toEqual([
      "env-0001",
      "env-0003",
      "env-0005",
    ]);
    expect(await found({ text: "ENV eu-west 0002" })).toEqual(["env-0002"]);
    expect(await found({ text: "100%_" })).toEqual([]);
  });

  test("what is left is told from what has ended: the proofs are there, with when their calls were sent", async () => {
    const { id, targets } = await begun(2);
    await live(targets[0], started, accepted, { kind: "succeeded", proof });
    const timed = await timedRollout(sql(), id);
    expect(timed?.status).toBe("running");
    expect(timed?.targets.map(({ state }) => state.status)).toEqual(["succeeded", "pending"]);
    expect(await timedRollout(sql(), randomUUID())).toBeNull();
  });

  test("the timeline has what people and the engine did, from the audit log, and a halt of all", async () => {
    const bake = { canary: 30, wave: 0 };
    const one = { kind: "amount" as const, amount: { kind: "count" as const, count: 1 } };
    const { id, targets } = await begun(2, { canary: one, bakeMinutes: bake });
    const other = await begun(2);
    const detail = await rolloutDetail(sql(), id);
    const canary = targets.find((target) =>
      detail?.targets.some(({ id: found, wave }) => wave === 0 && found === target.id),
    );
    await live(canary, started, accepted, { kind: "succeeded", proof });
    await endBake(sql(), id, "cat", later(70));
    const entry = (action: string, after: unknown, before: unknown = null) =>
      writeAudit(sql(), {
        at: later(80),
        actor: "cat",
        actorRole: "author",
        action,
        subject: `rollout:${id}`,
        before,
        after,
      });
    await entry("rollout-paused", { kind: "person" }, { counts: {} });
    await entry("rollout-resumed", null);
    await entry("target-skipped", null, { name: "env-0001" });
    await entry("rollout-stopped", { abort: true });
    const paused = await haltAll(sql(), { by: "dan", reason: "drill" }, later(90));
    await writeAudit(sql(), {
      at: later(90),
      actor: "dan",
      actorRole: "approver",
      action: "rollouts-halted",
      subject: "rollouts",
      before: { running: paused },
      after: { reason: "drill" },
    });
    await liftHalt(sql());
    const lines = await rolloutHappenings(sql(), id);
    expect(lines?.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
      "planned ann",
      "started bob",
      "wave-opened null",
      "bake-began null",
      "wave-passed cat",
      "wave-opened null",
      "resumed cat",
      "target-skipped cat",
      "paused cat",
      "stop-requested cat",
      "paused dan",
    ]);
    expect(lines?.at(-1)).toMatchObject({ pause: { kind: "halt", by: "dan" } });
    expect((await rolloutHappenings(sql(), other.id))?.map(({ kind }) => kind)).toContain("paused");
    expect(await rolloutHappenings(sql(), randomUUID())).toBeNull();
  });

  test("an export has every target once, as it is read alone, whatever the size of its pages", async () => {
    const { id, targets } = await begun(5);
    await live(targets[1], started, accepted);
    const pages = await pagesOf(exportTargets(sql(), id, later(5), 2));
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat().map(({ name }) => name)).toEqual(targets.map(({ name }) => name));
    expect(pages.flat()[1]).toEqual(await targetDetail(sql(), id, targets[1]?.id ?? ""));
    expect(await pagesOf(exportTargets(sql(), randomUUID(), NOW))).toEqual([]);
  });

  test("the list comes page by page, each rollout once, narrowed by status, with how many there are of each", async () => {
    const ids = new Set<string>();
    let after: string | null = null;
    const first = await listRollouts(sql(), { limit: 2 });
    const all = Object.values(first.byStatus).reduce((sum, count) => sum + count, 0);
    for (;;) {
      const page: Awaited<ReturnType<typeof listRollouts>> = await listRollouts(sql(), { limit: 2, after });
      for (const { id } of page.rollouts) {
        expect(ids.has(id)).toBe(false);
        ids.add(id);
      }
      if (!page.hasMore) break;
      after = page.rollouts.at(-1)?.id ?? null;
    }
    expect(ids.size).toBe(all);
    const running = await listRollouts(sql(), { limit: 100, status: "running" });
    expect(running.rollouts).toHaveLength(running.byStatus.running ?? 0);
    expect(running.rollouts.every(({ status }) => status === "running")).toBe(true);
  });
});
