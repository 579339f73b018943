import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { ConstructorOptions } from "pg-boss";
import { config } from "#lib/config.ts";
import { lockFolder } from "./folder-lock.ts";

type Rows<Row> = { rows: Row[] };

/** What `execute` gives in both drivers, of all that they give. */
interface RowsResult extends PgQueryResultHKT {
  readonly type: Rows<this["row"]>;
}

/** The Drizzle handle, or a transaction of it; the same for both drivers. */
export type Sql = PgDatabase<RowsResult>;

export type Database = {
  kind: "pglite" | "postgres";
  sql: Sql;
  /** The same for work in the background; on PostgreSQL over connections of its own, so that no screen waits for one. */
  background: Sql;
  /** What pg-boss's constructor needs to work in the same database. */
  boss: Pick<ConstructorOptions, "db" | "backend" | "connectionString" | "max">;
  /** Closes the connections and lets go of the folder; pg-boss must have stopped before. */
  close(): Promise<void>;
};

export type DatabaseOptions = { databaseUrl?: string | null; dataDir: string };

/** Next's server runs from the project's root, and so do scripts and tests. */
export const MIGRATIONS_FOLDER = join(process.cwd(), "lib/db/migrations");

/**
 * Takes a PostgreSQL address, or else a data folder for the embedded database, and gives the migrated database.
 * @throws FolderInUseError where another process has the folder, DatabaseNewerError where a newer version was here; what
 * the driver throws otherwise.
 */
export async function openDatabase({ databaseUrl, dataDir }: DatabaseOptions): Promise<Database> {
  // Imported when needed: with PostgreSQL the embedded engine's 300 MB are never loaded.
  if (databaseUrl !== undefined && databaseUrl !== null) {
    const { openPostgres } = await import("./postgres.ts");
    return openPostgres(databaseUrl);
  }
  await mkdir(dataDir, { recursive: true });
  const release = await lockFolder(dataDir);
  try {
    const { openPglite } = await import("./pglite.ts");
    const opened = await openPglite(join(dataDir, "database"));
    return {
      ...opened,
      async close() {
        await opened.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

const MEMO = Symbol.for("imds-fleet.database");
// globalThis outlives a reload of this module in development; the symbol is ours alone, so its type is known.
const memory = globalThis as typeof globalThis & { [MEMO]?: Promise<Database> | undefined };

/** Gives the process's database, opened once as the configuration says; a failed opening is tried again at the next call. */
export function database(): Promise<Database> {
  memory[MEMO] ??= openDatabase(config()).catch((error: unknown) => {
    memory[MEMO] = undefined;
    throw error;
  });
  return memory[MEMO];
}
