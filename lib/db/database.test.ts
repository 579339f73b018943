import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, sql as raw } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { PgBoss } from "pg-boss";
import { expect, inject, test } from "vitest";
import { emptyDatabase } from "#scripts/postgres.ts";
import { MIGRATIONS_FOLDER, openDatabase } from "./database.ts";
import { beginScan, listLanes, syncLanes } from "./lane-queries.ts";
import { lanes } from "./schema-fleet.ts";
import { onEachDatabase } from "./test-database.ts";

const lane = {
  accountId: "123456789012",
  region: "us-east-1",
  accountLabel: "shop",
  roleArn: null,
};

test("one process at a time opens an embedded database, and a scan that was cut off there is queued again", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "imds-fleet-"));
  const first = await openDatabase({ dataDir });
  await syncLanes(first.sql, [lane]);
  await beginScan(first.sql, lane, new Date());
  await expect(openDatabase({ dataDir })).rejects.toThrow("in use by this process itself");
  await first.close();
  const second = await openDatabase({ dataDir });
  expect(await listLanes(second.sql)).toMatchObject([{ accountId: lane.accountId, scan: { kind: "queued" } }]);
  await second.close();
  await rm(dataDir, { recursive: true });
});

test("replicas that start together on an empty PostgreSQL migrate it once", async () => {
  const { databaseUrl, drop } = await emptyDatabase(inject("postgres"));
  const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ databaseUrl, dataDir: tmpdir() })));
  const applied = await opened[0]?.sql.execute(raw`select created_at from drizzle.__drizzle_migrations`);
  expect(applied?.rows).toHaveLength(readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).length);
  await Promise.all(opened.map((database) => database.close()));
  await drop();
});

onEachDatabase((sql, database) => {
  test("an empty database is migrated at opening", async () => {
    expect(await sql().select({ count: count() }).from(lanes)).toEqual([{ count: 0 }]);
  });

  test("a failed transaction leaves nothing behind", async () => {
    const failing = sql().transaction(async (tx) => {
      await syncLanes(tx, [lane]);
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(await listLanes(sql())).toEqual([]);
  });

  test("the job engine works in the same database, at the same time as our transactions", async () => {
    const boss = new PgBoss({ ...database().boss, __test__enableSpies: true });
    boss.on("error", () => undefined);
    await boss.start();
    await boss.createQueue("try");
    const spy = boss.getSpy("try");
    await boss.work("try", { pollingIntervalSeconds: 0.5 }, () => sql().transaction((tx) => syncLanes(tx, [lane])));
    const id = await boss.send("try", {});
    expect(id).not.toBeNull();
    await spy.waitForJobWithId(id ?? "", "completed");
    await boss.stop();
    expect(await listLanes(sql())).toHaveLength(1);
  });

  test("a block of the job engine that fails does not abort a query of ours beside it", async () => {
    const { db } = database().boss;
    if (db === undefined) return;
    const blocks = Array.from({ length: 20 }, () => db.executeSql("BEGIN; select 1/0; COMMIT;"));
    const queries = Array.from({ length: 20 }, () => listLanes(sql()));
    const outcomes = await Promise.allSettled([...blocks, ...queries]);
    expect(outcomes.slice(0, 20).every(({ status }) => status === "rejected")).toBe(true);
    expect(outcomes.slice(20).every(({ status }) => status === "fulfilled")).toBe(true);
  });
});
