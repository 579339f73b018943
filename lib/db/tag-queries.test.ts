import { and, eq, sql as raw } from "drizzle-orm";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import type { Tags, UnevenTags } from "#lib/imds/tags.ts";
import { wantedByKey, writeTag } from "#lib/imds/tags.ts";
import { environmentKeys, findEnvironment, listEnvironments } from "./environment-list.ts";
import type { Sql } from "./database.ts";
import { storeEnvironments, storeInstances } from "./environment-queries.ts";
import { lockPostures } from "./environment-posture.ts";
import { syncLanes } from "./lane-queries.ts";
import { environments } from "./schema-fleet.ts";
import { tagCondition } from "./tag-conditions.ts";
import { countTagKeys, countTagValues, storeTags } from "./tag-queries.ts";
import { onEachDatabase } from "./test-database.ts";
import { factsOf, instancesOf, later, newLane, NOW } from "./test-facts.ts";

/** What a few environments carry; keys and values with all that an address or a database could trip over. */
const CARRIED: Record<string, Tags> = {
  "e-1": { Team: ["payments"], "cost:centre": ["44 10"] },
  "e-2": { Team: ["payments", "shop"], 'say "it\'s"': ["a\\b?"], 担当: ["基盤チーム"] },
  "e-3": { Team: ["shop"], empty: [""], __proto__x: ["%"] },
  "e-4": {},
  "e-5": { team: ["payments"], "Team:payments": ["x"] },
};
const IDS = Object.keys(CARRIED);

/** What a filter's tags let through, without any database. */
const naive = (tag: readonly string[], ids = IDS): string[] =>
  ids.filter((id) =>
    [...wantedByKey(tag)].every(([key, values]) =>
      values.some((value) => CARRIED[id]?.[key]?.some((one) => value === null || value === one)),
    ),
  );

const counts = (values: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));

onEachDatabase((sql, database) => {
  const lane = newLane();

  beforeAll(async () => {
    await syncLanes(sql(), [lane]);
    const facts = IDS.map((id) => factsOf(id));
    await storeEnvironments(sql(), lane, facts, NOW);
    await storeTags(
      sql(),
      lane,
      new Map(Object.entries(CARRIED).map(([id, tags]) => [id, { tags, uneven: null }])),
      NOW,
    );
    await storeInstances(sql(), lane, new Map(IDS.map((id) => [id, instancesOf("required")])), NOW);
  });

  test("a filter by tags lets through what a plain list does, in the list, its counts and its keys", async () => {
    const all = Object.values(CARRIED).flatMap((tags) =>
      Object.entries(tags).flatMap(([key, values]) => [
        writeTag({ key, value: null }),
        ...values.map((value) => writeTag({ key, value })),
      ]),
    );
    const filters = fc.subarray([...new Set(all), "Team:nobody", "nothing", "nothing:x"], { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(filters, async (tag) => {
        const filter = { ...NO_FILTER, tag };
        const page = await listEnvironments(sql(), filter, { offset: 0, limit: 10 });
        expect(page.rows.map(({ environmentId }) => environmentId)).toEqual(naive(tag));
        expect(page).toMatchObject({ matched: naive(tag).length, total: IDS.length });
        expect((await environmentKeys(sql(), filter, 10)).map(({ environmentId }) => environmentId)).toEqual(
          naive(tag),
        );
        const others = naive(tag.filter((text) => !wantedByKey([text]).has("Team")));
        const values = await countTagValues(sql(), filter, "Team");
        expect(Object.fromEntries(values.map(({ value, count }) => [value, count]))).toEqual(
          counts(others.flatMap((id) => CARRIED[id]?.["Team"] ?? [])),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("keys are counted whatever tags are filtered by, the common ones first", async () => {
    const found = await countTagKeys(sql(), { ...NO_FILTER, tag: ["Team:nobody"] });
    expect(Object.fromEntries(found.map(({ value, count }) => [value, count]))).toEqual(
      counts(IDS.flatMap((id) => Object.keys(CARRIED[id] ?? {}))),
    );
    expect(found[0]).toEqual({ value: "Team", count: 3 });
    expect(await countTagKeys(sql(), { ...NO_FILTER, text: "name-e-5" })).toEqual([
      { value: "Team:payments", count: 1 },
      { value: "team", count: 1 },
    ]);
    expect(await countTagValues(sql(), NO_FILTER, "nothing")).toEqual([]);
  });

  test("without a running instance the last tags are kept, with the time they were read", async () => {
    const other = newLane();
    await syncLanes(sql(), [lane, other]);
    const key = { ...other, environmentId: "e-9" };
    const known = async () => (await findEnvironment(sql(), key))?.tags;
    const see = async (tags: Tags | null, seconds: number, uneven: UnevenTags | null = null) => {
      await storeTags(sql(), other, tags === null ? new Map() : new Map([["e-9", { tags, uneven }]]), later(seconds));
      const instances = tags === null ? [] : instancesOf("required");
      await storeInstances(sql(), other, new Map([["e-9", instances]]), later(seconds));
    };
    await storeEnvironments(sql(), other, [factsOf("e-9")], NOW);
    expect(await known()).toEqual({ tags: {}, uneven: null, from: "not-read", readAt: null });
    await see(null, 0);
    expect(await known()).toEqual({ tags: {}, uneven: null, from: "none-running", readAt: null });
    const tags = { Team: ["shop"], stage: ["production"] };
    await see(tags, 60);
    expect(await known()).toMatchObject({ tags, uneven: null });
    // The same tags, and not on all instances any more.
    const uneven = { instances: 3, carriers: { stage: [1], Team: [2] } };
    await see(tags, 120, uneven);
    expect(await known()).toEqual({ tags, uneven, from: "instances", readAt: later(120).toISOString() });
    await see(null, 180);
    await see(null, 240);
    expect(await known()).toEqual({ tags, uneven, from: "none-running", readAt: later(120).toISOString() });
    // They run again, and somebody has taken the tag away.
    await see({}, 300);
    expect(await known()).toEqual({ tags: {}, uneven: null, from: "instances", readAt: later(300).toISOString() });
  });

  test("a writer of tags and one of a platform, which takes rows in no order, never wait for each other", async () => {
    const other = newLane();
    await syncLanes(sql(), [lane, other]);
    await storeEnvironments(sql(), other, [factsOf("e-7"), factsOf("e-8")], NOW);
    const touch = (tx: Sql, environmentId: string) =>
      tx
        .update(environments)
        .set({ configured: "v2-only" })
        .where(and(eq(environments.accountId, other.accountId), eq(environments.environmentId, environmentId)));
    const waiting = raw`select count(*)::integer as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    let written: Promise<void> | undefined;
    await sql().transaction(async (tx) => {
      await lockPostures(tx, other.region, "platform-writer");
      await touch(tx, "e-8");
      written = storeTags(
        sql(),
        other,
        new Map(["e-7", "e-8"].map((id) => [id, { tags: { Team: ["shop"] }, uneven: null }])),
        NOW,
      );
      // The embedded database has one connection: there the second writer waits for that.
      const isWaiting = async () =>
        database().kind === "pglite" || (await sql().execute<{ n: number }>(waiting)).rows[0]?.n === 1;
      await expect.poll(isWaiting, { timeout: 5_000 }).toBe(true);
      await touch(tx, "e-7");
    });
    await written;
    expect((await findEnvironment(sql(), { ...other, environmentId: "e-7" }))?.tags.tags).toEqual({ Team: ["shop"] });
  });

  test("the index can answer both questions", async () => {
    await sql().transaction(async (tx) => {
      await tx.execute("set local enable_seqscan = off");
      for (const tag of ["Team", "Team:shop"]) {
        const query = tx
          .select()
          .from(environments)
          .where(tagCondition([tag]))
          .getSQL();
        const plan = await tx.execute(raw`explain ${query}`);
        expect(JSON.stringify(plan.rows)).toContain("environments_by_tag");
      }
    });
  });
});
