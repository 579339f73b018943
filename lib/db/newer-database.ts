import { sql as raw } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Sql } from "./database.ts";
import { MIGRATIONS_FOLDER } from "./database.ts";

/** The database was migrated by a newer version of the product. */
export class DatabaseNewerError extends Error {
  override name = "DatabaseNewerError";
}

/**
 * Takes a database that is about to be migrated. Drizzle passes over migrations it does not know, so without this an
 * older version would start on a schema that is not its own. Replicas that already run are not asked: stop the old ones
 * before the new version migrates.
 * @throws DatabaseNewerError where a migration was applied that this version does not have.
 */
export async function refuseNewer(sql: Pick<Sql, "execute">): Promise<void> {
  const { rows: tables } = await sql.execute<{ found: boolean }>(
    raw`select to_regclass('drizzle.__drizzle_migrations') is not null as found`,
  );
  if (tables[0]?.found !== true) return;
  // By their time, as Drizzle tells them apart: a checkout with other line ends has other hashes.
  const { rows: applied } = await sql.execute<{ at: string }>(
    raw`select created_at::text as at from drizzle.__drizzle_migrations`,
  );
  const known = new Set(
    readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }).map(({ folderMillis }) => String(folderMillis)),
  );
  const unknown = applied.filter(({ at }) => !known.has(at)).length;
  if (unknown === 0) return;
  throw new DatabaseNewerError(
    `A newer version has migrated this database: ${unknown} of its ${applied.length} migrations are unknown here. ` +
      "Run that version or a newer one, or restore a backup made before it.",
  );
}
