import { expect, test } from "vitest";
import { storeEnvironments } from "./environment-queries.ts";
import { findGone } from "./gone-environments.ts";
import { syncLanes } from "./lane-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf } from "./test-facts.ts";

const lane = { accountId: "111122223333", region: "eu-west-1" };
const NOW = new Date("2026-03-01T12:00:00Z");
const LATER = new Date("2026-03-01T12:05:00Z");

onEachDatabase((sql) => {
  test("one that AWS no longer lists is gone since the scan that missed it; a name used again leads to its new owner", async () => {
    const other = { ...lane, region: "us-east-1" };
    await syncLanes(
      sql(),
      [lane, other].map((one) => ({ ...one, accountLabel: "Test", roleArn: null })),
    );
    await storeEnvironments(
      sql(),
      lane,
      [factsOf("e-old", { name: "shop" }), factsOf("e-last", { name: "last" })],
      NOW,
    );
    // The same name elsewhere is another environment.
    await storeEnvironments(sql(), other, [factsOf("e-other", { name: "last" })], NOW);
    const find = (environmentId: string) => findGone(sql(), { ...lane, environmentId });
    expect(await find("e-old")).toBeNull();
    await storeEnvironments(sql(), lane, [factsOf("e-new", { name: "shop" })], LATER);
    expect(await find("e-old")).toEqual({
      ...lane,
      environmentId: "e-old",
      name: "shop",
      application: "shop",
      goneAt: LATER.toISOString(),
      successorId: "e-new",
    });
    expect(await find("e-last")).toMatchObject({ successorId: null });
    expect(await find("e-new")).toBeNull();
    expect(await find("e-never")).toBeNull();
  });
});
