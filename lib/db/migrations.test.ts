import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql as raw } from "drizzle-orm";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import { listAccounts, readOrganizationReading } from "./account-queries.ts";
import { listOpenAlerts } from "./alert-queries.ts";
import { listAudit } from "./audit-queries.ts";
import type { Database, DatabaseOptions, Sql } from "./database.ts";
import { MIGRATIONS_FOLDER, openDatabase } from "./database.ts";
import { findEnvironments, listEnvironments } from "./environment-list.ts";
import { listExceptions } from "./exception-queries.ts";
import { listChanges } from "./history-reads.ts";
import { listLanes } from "./lane-queries.ts";
import { DatabaseNewerError } from "./newer-database.ts";
import { readPlatforms } from "./platform-queries.ts";
import { laneTargets } from "./rollout-queries.ts";
import { latestRolloutOf, listRollouts, rolloutDetail } from "./rollout-reads.ts";
import * as fleet from "./schema-fleet.ts";
import * as history from "./schema-history.ts";
import * as people from "./schema-people.ts";
import * as rollouts from "./schema-rollouts.ts";
import { readEpoch } from "./session-epochs.ts";
import type { TestPlace } from "./test-database.ts";
import { onEachKind } from "./test-database.ts";
import type { StoredRows } from "./test-rows.ts";
import { RUNNING } from "./test-rows.ts";
import type { AllRows } from "./test-versions.ts";
import { atVersion, inCommon, readAll, readJournal, rowsAt, store, structureOf } from "./test-versions.ts";
import { readDeliveries } from "./webhook-queries.ts";

/** A migration that anybody may have applied is never edited; what it should have been is another migration. */
const RELEASED: Readonly<Record<string, string>> = {
  "0000_first": "ae9ea17964c594bc4e25eccdc60315beb18287febfaa2943ad338f1ec8092679",
  "0001_append_only": "0a9dda18419d1541eff08a95d434feda89a79daa50e32de12cced119bc248d82",
  "0002_imds_use": "8e6efc640576c66dc10246cbe153e599f973dd78de4ef9d29c6b34e77c290909",
  "0003_tags_and_managed_updates": "f9a64021d66a2544ae207079a22056eaf9630b52a63b27c15d3ec23e8b55044a",
  "0004_exceptions": "0b9085dd3182d1f227328374be3185854314a402020cd5b686c3fc34c9c40f9f",
  "0005_accounts": "ec59b2a5820bbc2018cfeb0bf8798e5683f7faae6153dc60c15d6020640200a8",
  "0006_list_order": "8a1b9523f5ca10a2c34764240d85db43648effb84f0fc33659171c7572458163",
  "0007_history": "397f58b8fe7a8cd25fb3996c54c236f3459e506be7fdc46ac15b5f7519f7aeae",
  "0008_waves": "cc957471ca806de97e3d45000d5dc8c936a75ccce6d5728cb85f6ee2465f6927",
  "0009_settings_failure": "38e41c884c49d97af50f9fa433d4c2cad79034592edec240b786b0b05ba62809",
  "0010_change_windows": "1f7035cd285c89ac5b76fd3df44df36c5f7b82a7817ba2c928f07597f7339899",
  "0011_plan_facts": "3a0b62b02719334612b17c53240a98fdac410e640748242d56bc8d2ce70e72e8",
  "0012_rollout_reads": "2914d9e160a4f10764198ceee49ae18bcc52894342c90f3ffbe5aad4a2aad0ae",
  "0013_tags_uneven": "c24c41bd437d01550dcdb2cb966ceaf965dbe7cea98ff9fcbfbacfa92b8ee38f",
  "0014_scan_throttled": "88f6845f95feb44ed43dd87f4c42765906ab2b6f954271f9657140a4ee9b62cd",
  "0015_platforms_failure": "786b22e977adaf13f47c657422626d26ef8fa5ade66e5d001f35ca645a36fd56",
  "0016_saved_policies": "10334ed7c06b60ba04746bb31f69bfb4fb014030459c5377b3a176e4c3df038d",
};

const schema = { ...fleet, ...history, ...people, ...rollouts };
const { entries } = await readJournal();
const LANE = { accountId: "111122223333", region: "eu-west-1" };

test("released migrations are as they were", async () => {
  const files = entries.map(async ({ tag }) => {
    const text = await readFile(join(MIGRATIONS_FOLDER, `${tag}.sql`), "utf8");
    return [tag, createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex")] as const;
  });
  expect(Object.fromEntries(await Promise.all(files))).toEqual(RELEASED);
});

test("each migration is later than the one before, for Drizzle passes over one that is not", () => {
  const times = entries.map(({ when }) => when);
  expect(times).toEqual([...new Set(times)].toSorted((one, other) => one - other));
});

test("the schema's code has nothing that was not made into a migration", async () => {
  const [last = ""] = (entries.at(-1)?.tag ?? "").split("_");
  const snapshot = JSON.parse(await readFile(join(MIGRATIONS_FOLDER, `meta/${last}_snapshot.json`), "utf8"));
  expect(await generateMigration(snapshot, generateDrizzleJson(schema, snapshot.id))).toEqual([]);
});

/** What an earlier version stored is what today's queries give. */
async function expectReadable(sql: Sql, rows: StoredRows): Promise<void> {
  expect(await listLanes(sql)).toHaveLength(rows["lanes"]?.length ?? 0);
  const keys = [0, 1, 2, 3].map((number) => ({ ...LANE, environmentId: `e-${number}` }));
  expect(await findEnvironments(sql, keys)).toHaveLength(keys.length);
  const page = await listEnvironments(sql, { ...NO_FILTER, text: "STRAßE-" }, { offset: 0, limit: 10 });
  expect(page.matched).toBe(keys.length);
  expect(await readPlatforms(sql, LANE.region)).toHaveLength(1);
  expect((await listRollouts(sql, { limit: 10 })).rollouts.map(({ status }) => status).toSorted()).toEqual([
    "draft",
    "finished",
    "running",
    "stopped",
  ]);
  const detail = await rolloutDetail(sql, RUNNING);
  expect(detail?.targets.map(({ state }) => state)).toEqual(rows["targets"]?.map(({ state }) => state));
  expect(detail?.targets[1]?.timeline.map(({ transition }) => transition)).toEqual(
    rows["transitions"]?.map(({ transition }) => transition),
  );
  expect(detail?.targets[1]?.events).toHaveLength(1);
  expect(detail?.laneFailures).toHaveLength(1);
  expect(await laneTargets(sql, LANE)).toHaveLength(4);
  expect(await latestRolloutOf(sql, { ...LANE, environmentId: "e-2" })).toMatchObject({ rolloutId: RUNNING });
  expect((await listAudit(sql, { limit: 10 })).map(({ after }) => after)).toEqual([
    { planHash: "hash-1", list: [1, "2"] },
  ]);
  expect(await readEpoch(sql, "ann")).toBe(4);
  const exceptions = await listExceptions(sql, new Date("2026-01-01T00:00:00.000Z"), { others: 10 });
  expect(exceptions).toHaveLength(rows["exceptions"]?.length ?? 0);
  expect(await listAccounts(sql)).toHaveLength(rows["accounts"]?.length ?? 0);
  expect((await readOrganizationReading(sql))?.failure?.code).toBe(
    rows["organization_readings"]?.map(() => "AccessDenied")[0],
  );
  expect((await listOpenAlerts(sql, { limit: 10 })).open).toBe(
    rows["alerts"]?.filter(({ closed_at }) => closed_at === null).length ?? 0,
  );
  expect(await listChanges(sql, { cause: null, what: null }, { limit: 10 })).toHaveLength(
    rows["posture_changes"]?.length ?? 0,
  );
  expect((await readDeliveries(sql, { limit: 10 })).deliveries).toHaveLength(rows["webhook_deliveries"]?.length ?? 0);
}

/** What the database itself refuses, it refuses of an earlier version's rows too. */
async function expectGuarded(sql: Sql): Promise<void> {
  for (const statement of [
    "update audit set actor = 'nobody'",
    "delete from transitions",
    "truncate audit",
    "truncate change_windows",
  ])
    await expect(sql.execute(raw.raw(statement))).rejects.toMatchObject({
      cause: { message: expect.stringContaining("is append-only") },
    });
  const second = raw`update targets set environment_id = 'e-1' where environment_id = 'e-2'`;
  await expect(sql.execute(second)).rejects.toMatchObject({
    cause: { constraint: "one_unfinished_rollout_per_environment" },
  });
}

onEachKind((place) => {
  let empty: TestPlace;
  let opened: Database[] = [];
  const open = async (options: DatabaseOptions = empty.options) => {
    const database = await openDatabase(options);
    opened.push(database);
    return database;
  };
  const close = async () => {
    for (const database of opened) await database.close();
    opened = [];
  };
  beforeEach(async () => {
    empty = await place();
  });
  afterEach(async () => {
    await close();
    await empty.remove();
  });

  const applied = async ({ sql }: Database) =>
    (
      await sql.execute<{ at: string }>(
        raw`select created_at::text as at from drizzle.__drizzle_migrations order by created_at`,
      )
    ).rows.map(({ at }) => Number(at));
  const all = entries.map(({ when }) => when);

  let fromEmpty: string[] = [];
  beforeAll(async () => {
    const { options, remove } = await place();
    const database = await openDatabase(options);
    fromEmpty = await structureOf(database.sql);
    await database.close();
    await remove();
  });

  test("migrations make what the schema's code says, and triggers besides", async () => {
    const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(schema));
    let said: string[] = [];
    await atVersion(empty.options, 0, async (sql) => {
      for (const statement of statements) await sql.execute(raw.raw(statement));
      said = await structureOf(sql);
    });
    expect(said.length).toBeGreaterThan(100);
    expect(fromEmpty.filter((line) => !/^(trigger|function) /.test(line))).toEqual(said);
  });

  test.each(entries.map(({ tag }, index) => ({ tag, count: index + 1 })))(
    "a database of version $tag is migrated with all that is in it",
    async ({ count }) => {
      const rows = await rowsAt(count);
      let before: AllRows = {};
      await atVersion(empty.options, count, async (sql) => {
        await store(sql, rows);
        before = await readAll(sql);
      });
      // Each table of that version has rows here, so that none is forgotten.
      expect(Object.keys(before).toSorted()).toEqual(Object.keys(rows).toSorted());
      const database = await open();
      const { sql } = database;
      expect(await applied(database)).toEqual(all);
      // Whichever way it went, it is made of the same.
      expect(await structureOf(sql)).toEqual(fromEmpty);
      const after = await readAll(sql);
      expect(inCommon(after, before)).toEqual(inCommon(before, after));
      await expectReadable(sql, rows);
      await expectGuarded(sql);
    },
  );

  test("a database that is up to date is opened as it is", async () => {
    await open();
    await close();
    const again = await open();
    expect(await applied(again)).toEqual(all);
    expect(await structureOf(again.sql)).toEqual(fromEmpty);
  });

  test("a database that a newer version has migrated is refused, and left as it is", async () => {
    const database = await open();
    await database.sql.execute(
      raw`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the future', ${(all.at(-1) ?? 0) + 1})`,
    );
    await close();
    const refused = open();
    await expect(refused).rejects.toThrow(DatabaseNewerError);
    await expect(refused).rejects.toThrow("A newer version has migrated this database");
    // Nothing holds it: the version that knows it can have it at once.
    await atVersion(empty.options, 0, async (sql) => {
      await sql.execute(raw`delete from drizzle.__drizzle_migrations where hash = 'of the future'`);
    });
    expect(await applied(await open())).toEqual(all);
  });
});
