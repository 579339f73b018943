import { randomUUID } from "node:crypto";
import { and, eq, sql as raw } from "drizzle-orm";
import { expect, test } from "vitest";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { PostureInstance } from "#lib/imds/posture.ts";
import type { FailReason, Transition } from "#lib/rollouts/target.ts";
import { findEnvironment } from "./environment-list.ts";
import { patchEnvironment, storeEnvironments, storeInstances, storeSettings } from "./environment-queries.ts";
import { syncLanes } from "./lane-queries.ts";
import { learnRefusal } from "./refusal-queries.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import { insertDraft } from "./rollout-drafts.ts";
import { rolloutDetail } from "./rollout-reads.ts";
import { instanceUse } from "./schema-fleet.ts";
import { transitions } from "./schema-rollouts.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, later, newLane, NOW, settingsOf, targetOn } from "./test-facts.ts";
import { noteInstances, storeUse } from "./use-queries.ts";
import { countsAtMost, countsPerRound, dueCounts, instancesInUse } from "./use-reads.ts";

const DAY = 24 * 60 * 60;
const WINDOW = { from: new Date("2026-02-15T00:00:00.000Z"), to: NOW };
const optional = (id: string): PostureInstance => ({
  id,
  httpTokens: "optional",
  launchedAt: "2026-02-01T00:00:00.000Z",
});
const required = (id: string): PostureInstance => ({
  id,
  httpTokens: "required",
  launchedAt: "2026-02-01T00:00:00.000Z",
});
const counted = (instanceId: string, calls: number) => ({
  instanceId,
  metric: "MetadataNoToken" as const,
  days: [{ day: "2026-02-20", calls }],
  lastAt: calls === 0 ? null : "2026-02-20T01:00:00.000Z",
});

onEachDatabase((sql, database) => {
  const lanes: ReturnType<typeof newLane>[] = [];
  /** A lane with these environments, set to answer IMDSv1. */
  async function laneWith(...ids: string[]) {
    const lane = newLane();
    lanes.push(lane);
    await syncLanes(sql(), lanes);
    await storeEnvironments(
      sql(),
      lane,
      ids.map((id) => factsOf(id)),
      NOW,
    );
    for (const id of ids) await storeSettings(sql(), { ...lane, environmentId: id }, settingsOf("false"));
    const see = async (instances: Record<string, PostureInstance[]>, at: Date) => {
      await storeInstances(sql(), lane, new Map(Object.entries(instances)), at);
      await noteInstances(sql(), lane, new Map(Object.entries(instances)), at);
    };
    const due = async (readBefore: Date) => {
      const { environmentIds, counts } = await dueCounts(sql(), lane, readBefore);
      return { environmentIds, counts: counts.map(({ instanceId, metric }) => `${instanceId} ${metric}`) };
    };
    return { lane, see, due, key: (environmentId: string): EnvironmentKey => ({ ...lane, environmentId }) };
  }

  test("what answers IMDSv1 is asked about, also once it is gone, and what refuses it only beside or after that", async () => {
    const { lane, see, due } = await laneWith("e-1", "e-2");
    await see({ "e-1": [optional("i-1"), required("i-2")], "e-2": [required("i-3")] }, NOW);
    const all = ["i-1 MetadataNoToken", "i-2 MetadataNoTokenRejected"];
    expect(await due(NOW)).toEqual({ environmentIds: ["e-1"], counts: all });
    await storeUse(sql(), lane, { counts: [counted("i-1", 0)], environmentIds: ["e-1"], window: WINDOW });
    expect(await due(NOW)).toEqual({ environmentIds: [], counts: [] });
    // Gone: asked about once more, for its last hour was not counted yet.
    await see({ "e-1": [required("i-2")] }, later(60));
    expect((await due(later(3_600))).counts).toEqual(all);
    const window = { ...WINDOW, to: later(2 * 3_600) };
    await storeUse(sql(), lane, { counts: [counted("i-1", 0)], environmentIds: ["e-1"], window });
    expect((await due(later(3 * 3_600))).counts).toEqual(["i-2 MetadataNoTokenRejected"]);
    // And back: stopped and started.
    await see({ "e-1": [optional("i-1"), required("i-2")] }, later(3 * 3_600));
    expect((await due(later(4 * 3_600))).counts).toEqual(all);
  });

  test("a round is what CloudWatch would be asked for of every lane, twice where calls were counted", async () => {
    const others = await countsPerRound(sql());
    const { lane, see } = await laneWith("e-1", "e-2", "e-3");
    const round = async () => (await countsPerRound(sql())) - others;
    expect(await round()).toBe(0);
    const instances = { "e-1": [optional("i-1"), required("i-2")], "e-2": [optional("i-3")], "e-3": [required("i-4")] };
    await see(instances, NOW);
    expect(await round()).toBe(3);
    const counts = [counted("i-1", 0), counted("i-3", 5)];
    await storeUse(sql(), lane, { counts, environmentIds: ["e-1", "e-2"], window: WINDOW });
    expect(await round()).toBe(4);
    expect(await countsAtMost(sql())).toBeGreaterThanOrEqual(await countsPerRound(sql()));
    // A gone instance's last hour is still asked for; a gone environment is asked about no more.
    await see({ ...instances, "e-1": [required("i-2")] }, later(60));
    expect(await round()).toBe(4);
    await storeEnvironments(sql(), lane, [factsOf("e-1"), factsOf("e-3")], later(120));
    expect(await round()).toBe(2);
    await syncLanes(
      sql(),
      lanes.filter((other) => other !== lane),
    );
    expect(await round()).toBe(0);
    await syncLanes(sql(), lanes);
  });

  test("an environment nothing is known of any more is judged anew all the same", async () => {
    const { lane, see, due, key } = await laneWith("e-1");
    await see({ "e-1": [optional("i-1")] }, NOW);
    await storeUse(sql(), lane, { counts: [counted("i-1", 5)], environmentIds: ["e-1"], window: WINDOW });
    expect(await findEnvironment(sql(), key("e-1"))).toMatchObject({
      imdsUse: "in-use",
      imdsCalls: 5,
      readiness: "in-use",
    });
    await see({ "e-1": [required("i-2")] }, later(60));
    const window = { from: later(20 * DAY), to: later(30 * DAY) };
    await storeUse(sql(), lane, { counts: [], environmentIds: ["e-1"], window });
    expect(await instancesInUse(sql(), key("e-1"))).toEqual([]);
    expect(await findEnvironment(sql(), key("e-1"))).toMatchObject({ imdsUse: "unknown", imdsCalls: 0 });
    expect((await due(later(31 * DAY))).environmentIds).toEqual(["e-1"]);
  });

  test("a count is its own lane's, whatever ids another lane has", async () => {
    const [one, other] = [await laneWith("e-1"), await laneWith("e-1")];
    for (const { see } of [one, other]) await see({ "e-1": [optional("i-same")] }, NOW);
    await storeUse(sql(), one.lane, { counts: [counted("i-same", 7)], environmentIds: ["e-1"], window: WINDOW });
    expect(await findEnvironment(sql(), one.key("e-1"))).toMatchObject({ imdsCalls: 7 });
    expect(await findEnvironment(sql(), other.key("e-1"))).toMatchObject({ imdsUse: "unknown", imdsCalls: 0 });
    expect((await instancesInUse(sql(), other.key("e-1")))[0]?.readAt).toBeNull();
  });

  test("counts that are stored while instances are noted, each in an order of its own, are stored all the same", async () => {
    const { lane, see, key } = await laneWith("e-1");
    const ids = ["i-3", "i-2", "i-1"];
    const instances = ids.map(optional);
    for (const seen of instances.keys()) await see({ "e-1": instances.slice(0, seen + 1) }, NOW);
    const waiting = raw`select count(*)::integer as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    let written: Promise<unknown> | undefined;
    await sql().transaction(async (tx) => {
      // In the middle of either order: whoever is there first has its first row already.
      await tx
        .select()
        .from(instanceUse)
        .where(and(eq(instanceUse.accountId, lane.accountId), eq(instanceUse.instanceId, "i-2")))
        .for("update");
      const counts = ids.map((id) => counted(id, 2));
      written = Promise.all([
        storeUse(sql(), lane, { counts, environmentIds: ["e-1"], window: WINDOW }),
        noteInstances(sql(), lane, new Map(), later(60)),
      ]);
      // The embedded database has one connection: there both wait for that.
      const areWaiting = async () =>
        database().kind === "pglite" || (await sql().execute<{ n: number }>(waiting)).rows[0]?.n === 2;
      await expect.poll(areWaiting, { timeout: 5_000 }).toBe(true);
    });
    await written;
    expect(await findEnvironment(sql(), key("e-1"))).toMatchObject({ imdsCalls: 6 });
    expect((await instancesInUse(sql(), key("e-1"))).map(({ goneAt }) => goneAt)).toEqual(
      ids.map(() => later(60).toISOString()),
    );
  });

  test("the verdict follows whatever else is learned of an environment", async () => {
    const { lane, see, key } = await laneWith("e-1");
    const verdict = async () => {
      const found = await findEnvironment(sql(), key("e-1"));
      expect(found?.verdict.verdict).toBe(found?.readiness);
      return found?.readiness;
    };
    expect(await verdict()).toBe("no-evidence");
    await see({ "e-1": [optional("i-1")] }, NOW);
    await storeUse(sql(), lane, { counts: [counted("i-1", 0)], environmentIds: ["e-1"], window: WINDOW });
    expect(await verdict()).toBe("ready");
    const live = { health: "Green", healthStatus: null, abortable: false, dateUpdated: null } as const;
    await patchEnvironment(sql(), key("e-1"), { ...live, status: "Updating" });
    expect(await verdict()).toBe("busy");
    await storeEnvironments(sql(), lane, [factsOf("e-1", { dateUpdated: "2026-03-01T11:00:00.000Z" })], later(1));
    expect(await verdict()).toBe("ready");
    await storeSettings(sql(), key("e-1"), settingsOf("false", { draftStatus: "pending" }));
    expect(await verdict()).toBe("blocked");
    await storeSettings(sql(), key("e-1"), settingsOf("true"));
    await storeInstances(sql(), lane, new Map([["e-1", [required("i-2")]]]), later(2));
    expect(await verdict()).toBe("already-enforced");
  });

  test("a missing permission is learned from a rollout, for the lane, and forgotten with the next success", async () => {
    const { lane, key } = await laneWith("e-1", "e-2");
    const other = await laneWith("e-1");
    const rolloutId = randomUUID();
    const target = targetOn(rolloutId, key("e-1"));
    const plan = {
      kind: "bulk",
      createdBy: "ann",
      createdAt: NOW,
      policy: NO_POLICY,
      planHash: "h",
      basedOn: null,
    } as const;
    await insertDraft(sql(), { rollout: { id: rolloutId, ...plan }, targets: [target] });
    const end = async (transition: Transition) => {
      await sql().insert(transitions).values({ targetId: target.id, rolloutId, at: NOW, transition });
      await learnRefusal(sql(), lane);
      await learnRefusal(sql(), other.lane);
      return (await findEnvironment(sql(), key("e-2")))?.readiness;
    };
    const failed = (reason: FailReason) => end({ kind: "failed", reason });
    const words = ["User: arn is not authorized to perform: ec2:CreateLaunchTemplate"];
    expect(await failed({ kind: "terminated" })).toBe("no-evidence");
    expect(await failed({ kind: "rolled-back", words: ["A batch failed.", ...words] })).toBe("blocked");
    const denied = await findEnvironment(sql(), key("e-2"));
    expect(denied?.verdict.reasons[0]).toEqual({ kind: "permission", words, at: NOW.toISOString() });
    expect((await findEnvironment(sql(), other.key("e-1")))?.readiness).toBe("no-evidence");
    expect(await failed({ kind: "terminated" })).toBe("blocked");
    const proof = { optionValue: "true", instances: 1, at: NOW.toISOString() };
    expect(await end({ kind: "succeeded", proof })).toBe("no-evidence");
  });

  test("a rollout's targets bear the verdict as it stands", async () => {
    const { lane, see, key } = await laneWith("e-1", "e-2");
    await see({ "e-1": [optional("i-1")] }, NOW);
    await storeUse(sql(), lane, { counts: [counted("i-1", 3)], environmentIds: ["e-1"], window: WINDOW });
    const rolloutId = randomUUID();
    const plan = {
      kind: "bulk",
      createdBy: "ann",
      createdAt: NOW,
      policy: NO_POLICY,
      planHash: "h",
      basedOn: null,
    } as const;
    const targets = ["e-1", "e-2", "e-never"].map((id) => targetOn(rolloutId, key(id)));
    await insertDraft(sql(), { rollout: { id: rolloutId, ...plan }, targets });
    const detail = await rolloutDetail(sql(), rolloutId);
    expect(Object.fromEntries(detail?.targets.map((target) => [target.environmentId, target.readiness]) ?? [])).toEqual(
      {
        "e-1": { verdict: "in-use", calls: 3, managedWindow: null },
        "e-2": { verdict: "no-evidence", calls: 0, managedWindow: null },
        "e-never": null,
      },
    );
  });
});
