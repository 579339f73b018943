import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { emptyDatabase } from "#scripts/postgres.ts";
import type { Database, DatabaseOptions, Sql } from "./database.ts";
import { openDatabase } from "./database.ts";

/** Where an empty database is, and what removes it. */
export type TestPlace = { options: DatabaseOptions; remove: () => Promise<void> };

/** Both kinds of database the product runs on, each with how to get a place for an empty one. */
const KINDS: readonly { kind: Database["kind"]; place: () => Promise<TestPlace> }[] = [
  {
    kind: "pglite",
    place: async () => {
      const dataDir = await mkdtemp(join(tmpdir(), "imds-fleet-"));
      return { options: { dataDir }, remove: () => rm(dataDir, { recursive: true, force: true }) };
    },
  },
  {
    kind: "postgres",
    place: async () => {
      const { databaseUrl, drop } = await emptyDatabase(inject("postgres"));
      return { options: { databaseUrl, dataDir: tmpdir() }, remove: drop };
    },
  },
];

/** Takes tests that open databases themselves and runs them for each kind; they get a function that gives an empty one's place. */
export function onEachKind(tests: (place: () => Promise<TestPlace>) => void): void {
  describe.each(KINDS)("on $kind", ({ place }) => {
    tests(place);
  });
}

/** Takes tests that need a database and runs them on each kind, with a fresh, migrated one for the file. */
export function onEachDatabase(tests: (sql: () => Sql, database: () => Database) => void): void {
  onEachKind((place) => {
    let opened: Database | undefined;
    let remove: TestPlace["remove"] | undefined;
    const database = (): Database => {
      if (opened === undefined) throw new Error("The database is opened before the first test");
      return opened;
    };
    beforeAll(async () => {
      const empty = await place();
      ({ remove } = empty);
      opened = await openDatabase(empty.options);
    });
    afterAll(async () => {
      await opened?.close();
      await remove?.();
    });
    tests(() => database().sql, database);
  });
}
