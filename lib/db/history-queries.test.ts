import { randomUUID } from "node:crypto";
import { sql as raw } from "drizzle-orm";
import { expect, test } from "vitest";
import type { LaneKey } from "#lib/imds/environment.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Sql } from "./database.ts";
import { storeEnvironments, storeInstances } from "./environment-queries.ts";
import { noteScan } from "./history-queries.ts";
import { environmentHistory, postureByAccount } from "./history-reads.ts";
import { failScan, finishScan } from "./lane-queries.ts";
import { insertDraft, startRollout } from "./rollout-drafts.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, later, targetOn } from "./test-facts.ts";
import { FAILURE, stageHistory } from "./test-history.ts";
import type { World } from "./test-history.ts";
import { readDeliveries, takeDueDeliveries } from "./webhook-queries.ts";

onEachDatabase((sql) => {
  const stage = (announces = false) => stageHistory(sql(), announces);

  const samplesOf = async ({ accountId }: LaneKey) =>
    (
      await sql().execute<{ from: string; until: string; counts: Record<string, number> }>(
        raw`select from_at::text as from, until_at::text as until, counts from posture_samples where account_id = ${accountId} order by id`,
      )
    ).rows;

  const announced = async (database: Sql) =>
    (await readDeliveries(database, { limit: 1_000 })).deliveries.map(({ type }) => type);

  test("what a lane's first scan finds is no change, and is counted", async () => {
    const { lane, scan, changes, open } = await stage();
    await scan({ "e-1": { option: "false", tokens: ["optional", "required"] }, "e-2": {} }, 10);
    expect(await changes()).toEqual([]);
    expect(await open()).toEqual([]);
    expect(await samplesOf(lane)).toMatchObject([
      {
        counts: {
          environments: 2,
          enforced: 1,
          allowing: 1,
          drifted: 1,
          required: 2,
          optional: 1,
          configured: { "v2-only": 1, "v1-and-v2": 1 },
        },
      },
    ]);
    // Drift that was found and not seen to begin is no alert, however often it is found again.
    await scan({ "e-1": { option: "false", tokens: ["optional", "required"] }, "e-2": {} }, 20);
    expect(await open()).toEqual([]);
  });

  test("a scan that counts the same prolongs the last sample; one that does not begins another", async () => {
    const { lane, scan } = await stage();
    await scan({ "e-1": {} }, 10);
    await scan({ "e-1": {} }, 20);
    await scan({ "e-1": { option: "false", tokens: ["optional"] } }, 30);
    const samples = await samplesOf(lane);
    expect(samples.map(({ from, until }) => [Date.parse(from), Date.parse(until)])).toEqual([
      [later(10).getTime(), later(20).getTime()],
      [later(30).getTime(), later(30).getTime()],
    ]);
  });

  test("an update that a scan sees in two halves is one change, and no drift", async () => {
    const { scan, changes, open } = await stage();
    await scan({ "e-1": {} }, 10);
    // It began after the instances were read and ended before the settings were.
    await scan({ "e-1": { option: "false" } }, 20);
    await scan({ "e-1": { option: "false", tokens: ["optional"] } }, 30);
    expect(await changes()).toMatchObject([
      {
        what: ["configured", "effective"],
        before: { configured: "v2-only", effective: "v2-only", drift: false },
        after: { configured: "v1-and-v2", effective: "v1-and-v2", drift: false },
      },
    ]);
    expect(await open()).toEqual(["switched-back e-1"]);
  });

  test("nothing is judged while an environment is updated, and an instance or two of either kind are no news", async () => {
    const { scan, changes, open } = await stage();
    await scan({ "e-1": {} }, 10);
    await scan({ "e-1": { status: "Updating", tokens: ["optional", "required"] } }, 20);
    expect(await changes()).toEqual([]);
    await scan({ "e-1": {} }, 30);
    expect(await changes()).toEqual([]);
    expect(await open()).toEqual([]);
  });

  test("what happens to an environment that only waits for its turn in a rollout is from outside", async () => {
    const { lane, scan, changes, open } = await stage();
    await scan({ "e-1": {} }, 10);
    const id = randomUUID();
    const rollout = { id, kind: "bulk", createdBy: "ann", createdAt: later(11), planHash: "h", basedOn: null } as const;
    const targets = [targetOn(id, { ...lane, environmentId: "e-1" })];
    await insertDraft(sql(), { rollout: { ...rollout, policy: NO_POLICY }, targets });
    await startRollout(sql(), { id, planHash: "h", startedBy: "ann", acknowledgements: null, now: later(12) });
    await scan({ "e-1": { option: "false", tokens: ["optional"] } }, 20);
    expect((await changes())[0]).toMatchObject({ cause: { kind: "outside" }, after: { configured: "v1-and-v2" } });
    expect(await open()).toEqual(["switched-back e-1"]);
  });

  test("what a rollout of ours did is its, by name; what follows from outside is not", async () => {
    const { lane, scan, read, changes, open } = await stage();
    const before: World = { "e-1": { option: "false", tokens: ["optional"] } };
    const enforced: World = { "e-1": {} };
    await scan(before, 10);
    const id = randomUUID();
    const key = { ...lane, environmentId: "e-1" };
    const target = targetOn(id, key);
    await insertDraft(sql(), {
      rollout: {
        id,
        kind: "toggle",
        createdBy: "ann",
        createdAt: later(11),
        planHash: "h",
        basedOn: null,
        policy: NO_POLICY,
      },
      targets: [target],
    });
    await startRollout(sql(), { id, planHash: "h", startedBy: "ann", acknowledgements: null, now: later(12) });
    await sql().execute(
      raw`update targets set status = 'updating', state = ${JSON.stringify({ status: "updating", attempt: 1, intent: { at: later(13).toISOString(), dateUpdated: null }, requestId: null })}::jsonb where id = ${target.id}`,
    );
    // Under the rollout's change: a scan says nothing of it.
    await scan({ "e-1": { tokens: ["optional", "required"] } }, 20);
    expect(await changes()).toEqual([]);
    const intent = { at: later(21).toISOString(), dateUpdated: null };
    const proof = { optionValue: "true", instances: 1, at: later(25).toISOString() };
    await sql().execute(raw`insert into transitions (target_id, rollout_id, at, transition) values
      (${target.id}, ${id}, ${later(21).toISOString()}, ${JSON.stringify({ kind: "started", attempt: 1, intent })}::jsonb),
      (${target.id}, ${id}, ${later(25).toISOString()}, ${JSON.stringify({ kind: "succeeded", proof })}::jsonb)`);
    await sql().execute(
      raw`update targets set holds = false, status = 'succeeded', state = ${JSON.stringify({ status: "succeeded", attempt: 1, proof })}::jsonb where id = ${target.id}`,
    );
    // It ended while this scan was at work: what the scan read of it may be of before.
    await read({ "e-1": { tokens: ["optional"] } }, later(26));
    await noteScan(sql(), lane, { readSince: later(24), now: later(26), announces: false });
    expect(await changes()).toEqual([]);
    await scan(enforced, 40);
    expect(await changes()).toMatchObject([
      { what: ["configured", "effective"], cause: { kind: "rollout", rolloutId: id, actor: "ann" } },
    ]);
    await scan(before, 50);
    expect((await changes())[0]).toMatchObject({ cause: { kind: "outside" }, after: { configured: "v1-and-v2" } });
    expect(await open()).toEqual(["switched-back e-1"]);
    const history = await environmentHistory(sql(), key, 10);
    expect(history.changes).toHaveLength(2);
    expect(history.ours).toMatchObject([{ rolloutId: id, actor: "ann", status: "succeeded" }]);
  });

  test("who dies in between loses nothing and tells nothing twice", async () => {
    const { lane, scan, read, changes, open } = await stage(true);
    await scan({ "e-1": {} }, 10);
    await read({ "e-1": { option: "false", tokens: ["optional"] } }, later(20));
    const before = await announced(sql());
    // The transaction does not come to its end.
    await sql()
      .transaction(async (tx) => {
        await noteScan(tx, lane, { readSince: later(15), now: later(20), announces: true });
        throw new Error("killed");
      })
      .catch(() => undefined);
    expect(await changes()).toEqual([]);
    expect(await announced(sql())).toEqual(before);
    const note = (second: number) =>
      noteScan(sql(), lane, { readSince: later(second - 5), now: later(second), announces: true });
    // Two at once, as after a take-over.
    await Promise.all([note(30), note(30)]);
    await note(40);
    expect(await changes()).toHaveLength(1);
    expect(await open()).toEqual(["switched-back e-1"]);
    const told = await announced(sql());
    expect(told.length - before.length).toBe(1);
    await scan({ "e-1": {} }, 50);
    const [due] = await takeDueDeliveries(sql(), { now: later(60), until: later(90), limit: 1_000 }).then((all) =>
      all.slice(-1),
    );
    expect(JSON.parse(due?.body ?? "{}")).toMatchObject({
      type: "alert.closed",
      timestamp: later(50).toISOString(),
      data: {
        kind: "switched-back",
        accountId: lane.accountId,
        environmentId: "e-1",
        closedAt: later(50).toISOString(),
      },
    });
  });

  test("a thousand environments at first sight cost no change, and their accounts add up", async () => {
    const { lane, changes } = await stage();
    const facts = Array.from({ length: 1_000 }, (_, index) => factsOf(`e-${index}`));
    await storeEnvironments(sql(), lane, facts, later(10));
    await storeInstances(sql(), lane, new Map(), later(10));
    await sql().execute(raw`update environments set configured = 'v2-only' where account_id = ${lane.accountId}`);
    await noteScan(sql(), lane, { readSince: later(5), now: later(10), announces: false });
    await finishScan(sql(), lane, { now: later(10), identityArn: null, httpTokensEnforced: null });
    expect(await changes()).toEqual([]);
    const account = async () =>
      (await postureByAccount(sql(), later(30))).find(({ accountId }) => accountId === lane.accountId);
    expect(await account()).toMatchObject({ environments: 1_000, enforced: 0, allowing: 0, lanes: 1, unreadable: 0 });
    expect((await account())?.readAt).toBe(later(10).toISOString());
    await failScan(sql(), lane, { ...FAILURE, phase: "environments" }, later(20));
    expect(await account()).toMatchObject({ unreadable: 1 });
  });
});
