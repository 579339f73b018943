import { randomUUID } from "node:crypto";
import { sql as raw } from "drizzle-orm";
import { expect, test } from "vitest";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import { windowLike } from "#lib/rollouts/test-windows.ts";
import { storeEnvironments } from "./environment-queries.ts";
import { syncLanes } from "./lane-queries.ts";
import { insertDraft } from "./rollout-drafts.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, later, newLane, NOW, targetOn } from "./test-facts.ts";
import {
  currentWindows,
  editWindow,
  endedWindows,
  endWindow,
  findWindow,
  insertWindow,
  pendingPlaces,
  scopeChoices,
} from "./window-queries.ts";

const { name, kind, scope, recurrence, zone } = windowLike({ name: "Nights", zone: "Asia/Tokyo" });
const DRAFT = { name, kind, scope, recurrence, zone };

onEachDatabase((sql) => {
  const kept = async (different: Partial<typeof DRAFT> = {}) => {
    const id = randomUUID();
    await insertWindow(sql(), { id, draft: { ...DRAFT, ...different }, by: "ann", now: NOW });
    return id;
  };

  test("a window is kept as it was written, changed as it was seen, and ended for good", async () => {
    const id = await kept();
    expect(await findWindow(sql(), id)).toEqual({
      ...DRAFT,
      id,
      version: 1,
      createdBy: "ann",
      createdAt: NOW.toISOString(),
      endedBy: null,
      endedAt: null,
    });
    const draft = { ...DRAFT, name: "Weekends" };
    expect(await editWindow(sql(), { id, version: 1, draft })).toBe(true);
    // Somebody who still sees the first version overwrites nothing.
    expect(await editWindow(sql(), { id, version: 1, draft: DRAFT })).toBe(false);
    expect(await endWindow(sql(), { id, version: 1, by: "bob", now: later(1) })).toBe(false);
    expect(await findWindow(sql(), id)).toMatchObject({ name: "Weekends", version: 2 });
    expect(await endWindow(sql(), { id, version: 2, by: "bob", now: later(1) })).toBe(true);
    expect(await editWindow(sql(), { id, version: 3, draft })).toBe(false);
    expect(await endWindow(sql(), { id, version: 3, by: "eve", now: later(2) })).toBe(false);
    expect((await currentWindows(sql())).map((window) => window.id)).not.toContain(id);
    expect((await endedWindows(sql(), { limit: 1 }))[0]).toMatchObject({
      id,
      endedBy: "bob",
      endedAt: later(1).toISOString(),
    });
    expect(await findWindow(sql(), randomUUID())).toBeNull();
  });

  test("windows that hold are listed by name, whatever its case", async () => {
    const ids = [await kept({ name: "beta" }), await kept({ name: "Alpha" }), await kept({ name: "Gamma" })];
    const listed = (await currentWindows(sql())).filter((window) => ids.some((id) => id === window.id));
    expect(listed.map((window) => window.name)).toEqual(["Alpha", "beta", "Gamma"]);
  });

  test("a window is never deleted", async () => {
    const id = await kept();
    await expect(sql().execute(raw`delete from change_windows where id = ${id}`)).rejects.toMatchObject({
      cause: { message: expect.stringContaining("change_windows") },
    });
  });

  test("it may be limited to what environments are in", async () => {
    const lane = newLane({ region: "ap-northeast-1" });
    await syncLanes(sql(), [lane]);
    await storeEnvironments(sql(), lane, [factsOf("e-1", { application: "blog" }), factsOf("e-2")], NOW);
    expect(await scopeChoices(sql())).toEqual({
      accounts: [{ id: lane.accountId, label: lane.accountLabel }],
      regions: ["ap-northeast-1"],
      applications: ["blog", "shop"],
    });
  });

  test("of a rollout, only pending targets wait for windows", async () => {
    const lane = newLane();
    const id = randomUUID();
    const { accountId, region } = lane;
    const targets = ["e-1", "e-2"].map((environmentId) => targetOn(id, { accountId, region, environmentId }));
    const [pending, skipped] = targets;
    if (pending === undefined || skipped === undefined) throw new Error("There are two targets");
    skipped.state = { status: "skipped", attempt: 0, reason: "already-set" };
    const rollout = {
      id,
      kind: "bulk",
      createdBy: "ann",
      createdAt: NOW,
      policy: NO_POLICY,
      planHash: "hash",
      basedOn: null,
    } as const;
    await insertDraft(sql(), { rollout, targets });
    expect(await pendingPlaces(sql(), id)).toEqual([{ id: pending.id, accountId, region, application: "shop" }]);
  });
});
