import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import type { Database, Sql } from "./database.ts";
import { openDatabase } from "./database.ts";

/** A database of its own for one test file, and what to call when the file is done. */
export type TestDatabase = { database: Database; drop: () => Promise<void> };

/** Gives a fresh, migrated embedded database in a temporary folder. */
export async function freshPglite(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "imds-fleet-"));
  const database = await openDatabase({ dataDir });
  const drop = async () => {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { database, drop };
}

/** Takes a server's address and gives a new, empty database's there, and what drops it. */
export async function emptyPostgres(server: string): Promise<{ databaseUrl: string; drop: () => Promise<void> }> {
  const name = `imds_fleet_${randomUUID().replaceAll("-", "")}`;
  const ask = async (statement: string) => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await ask(`create database ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return { databaseUrl: address.href, drop: () => ask(`drop database ${name} with (force)`) };
}

async function freshPostgres(server: string): Promise<TestDatabase> {
  const { databaseUrl, drop } = await emptyPostgres(server);
  const database = await openDatabase({ databaseUrl, dataDir: tmpdir() });
  return {
    database,
    drop: async () => {
      await database.close();
      await drop();
    },
  };
}

/** Where tests find a PostgreSQL server they may create databases on; absent: the embedded one alone is tested. */
export const testServer = process.env["TEST_DATABASE_URL"];

/** Takes tests that need a database and runs them on the embedded one, and on PostgreSQL where TEST_DATABASE_URL names a server. */
export function onEachDatabase(tests: (sql: () => Sql, database: () => Database) => void): void {
  const kinds = [
    { kind: "pglite", fresh: freshPglite },
    ...(testServer === undefined ? [] : [{ kind: "postgres", fresh: () => freshPostgres(testServer) }]),
  ];
  describe.each(kinds)("on $kind", ({ fresh }) => {
    let opened: TestDatabase | undefined;
    const database = (): Database => {
      if (opened === undefined) throw new Error("The database is opened before the first test");
      return opened.database;
    };
    beforeAll(async () => {
      opened = await fresh();
    });
    afterAll(async () => {
      await opened?.drop();
    });
    tests(() => database().sql, database);
  });
}
