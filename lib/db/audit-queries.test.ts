import { expect, test } from "vitest";
import { listAudit, writeAudit } from "./audit-queries.ts";
import { audit } from "./schema-people.ts";
import { raiseEpoch, readEpoch } from "./session-epochs.ts";
import { onEachDatabase } from "./test-database.ts";
import { later } from "./test-facts.ts";

onEachDatabase((sql) => {
  test("what was done is written once, read newest first, and cannot be changed", async () => {
    const entry = {
      actor: "ann",
      actorRole: "author",
      action: "rollout-started",
      before: null,
      after: { planHash: "x", list: [1, "2"] },
    };
    for (const place of [1, 2, 3]) await writeAudit(sql(), { ...entry, at: later(place), subject: `rollout:${place}` });
    const [third, second] = await listAudit(sql(), { limit: 2 });
    expect(third).toEqual({
      ...entry,
      id: third?.id,
      at: later(3).toISOString(),
      subject: "rollout:3",
    });
    expect((await listAudit(sql(), { limit: 2, before: second?.id ?? 0 })).map(({ subject }) => subject)).toEqual([
      "rollout:1",
    ]);
    const refused = { cause: { message: expect.stringContaining("audit is append-only") } };
    await expect(sql().update(audit).set({ actor: "nobody" })).rejects.toMatchObject(refused);
    await expect(sql().delete(audit)).rejects.toMatchObject(refused);
    await expect(sql().execute("truncate audit")).rejects.toMatchObject(refused);
  });

  test("a person's epoch only rises", async () => {
    expect(await readEpoch(sql(), "ann")).toBe(0);
    expect(await raiseEpoch(sql(), "ann")).toBe(1);
    const raised = await Promise.all(Array.from({ length: 5 }, () => raiseEpoch(sql(), "ann")));
    expect(raised.toSorted((one, other) => one - other)).toEqual([2, 3, 4, 5, 6]);
    expect(await readEpoch(sql(), "ann")).toBe(6);
    expect(await readEpoch(sql(), "bob")).toBe(0);
  });
});
