import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { BUILT_IN, customFrom } from "#lib/rollouts/policy.ts";
import {
  deleteSavedPolicy,
  findSavedPolicy,
  insertSavedPolicy,
  listSavedPolicies,
  renameSavedPolicy,
} from "./saved-policies.ts";
import { onEachDatabase } from "./test-database.ts";
import { NOW } from "./test-facts.ts";

const POLICY = customFrom(BUILT_IN.steady);

onEachDatabase((sql) => {
  const save = (name: string, id = randomUUID()) =>
    insertSavedPolicy(sql(), { id, name, policy: POLICY, by: "ann", now: NOW });
  const rename = (id: string, from: string, to: string) =>
    sql().transaction((tx) => renameSavedPolicy(tx, { id, from, to }));

  test("a policy is kept with its values under a name that no other has, however it is written", async () => {
    const id = randomUUID();
    const kept = { id, name: "Weekend", policy: POLICY, savedBy: "ann", savedAt: NOW.toISOString() };
    expect(await save("Weekend", id)).toEqual(kept);
    expect(await save("WEEKEND")).toBeNull();
    await save("at night");
    expect((await listSavedPolicies(sql())).map(({ name }) => name)).toEqual(["at night", "Weekend"]);
    expect(await findSavedPolicy(sql(), id)).toEqual(kept);
    expect(await findSavedPolicy(sql(), randomUUID())).toBeNull();
  });

  test("a rename keeps the values, and overwrites neither another policy nor another rename", async () => {
    const id = randomUUID();
    await save("Canary first", id);
    await save("Slow");
    expect(await rename(id, "Canary first", "slow")).toBe("taken");
    expect(await rename(id, "Canary first", "canary first")).toMatchObject({ name: "canary first", policy: POLICY });
    expect(await rename(id, "Canary first", "Other")).toBe("gone");
    expect(await rename(randomUUID(), "Nobody", "Somebody")).toBe("gone");
  });

  test("a deleted policy is gone as it was seen, and its name is free for another", async () => {
    const id = randomUUID();
    await save("Once", id);
    expect(await deleteSavedPolicy(sql(), { id, name: "Twice" })).toBeNull();
    expect(await deleteSavedPolicy(sql(), { id, name: "Once" })).toMatchObject({ id, policy: POLICY });
    expect(await deleteSavedPolicy(sql(), { id, name: "Once" })).toBeNull();
    expect(await findSavedPolicy(sql(), id)).toBeNull();
    expect(await save("Once")).toMatchObject({ name: "Once" });
  });
});
