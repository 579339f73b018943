import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { PGliteLike } from "pg-boss";
import { fromPglite } from "pg-boss";
import type { Database, Sql } from "./database.ts";
import { MIGRATIONS_FOLDER } from "./database.ts";
import { releaseInterruptedWork } from "./lane-queries.ts";
import { refuseNewer } from "./newer-database.ts";
import type { Tell } from "./upkeep.ts";
import { eachTable, startUpkeep, tellOnce } from "./upkeep.ts";

/**
 * Takes PGlite's folder (or `memory://`) and gives the migrated database. It works without fsync: what was acknowledged
 * survives the process, not a power cut.
 */
export async function openPglite(folder: string): Promise<Database> {
  const client = await PGlite.create(folder);
  try {
    const handle = drizzle(client);
    await refuseNewer(handle);
    await migrate(handle, { migrationsFolder: MIGRATIONS_FOLDER });
    const sql: Sql = handle;
    // One process at a time has the folder: work that is still marked as under way died with an earlier one.
    await releaseInterruptedWork(sql);
    // A run that fails is made good by the next.
    const tell = tellOnce();
    const tidying = setInterval(() => void tidy(client, tell).catch(() => undefined), TIDY_EVERY_MS);
    tidying.unref();
    const endUpkeep = startUpkeep(sql, "analyze");
    return {
      kind: "pglite",
      sql,
      background: sql,
      boss: { db: bossOn(client), backend: "pglite" },
      close: async () => {
        clearInterval(tidying);
        await endUpkeep();
        await client.close();
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** How often tables are looked at, and how many dead rows make one worth tidying: a fifth, as PostgreSQL's autovacuum has it, and no trifle. */
const TIDY_EVERY_MS = 60_000;
const DEAD_SHARE = 0.2;
const DEAD_ROWS = 500;

/**
 * PGlite has no autovacuum: each scan would leave the rows it replaced behind for good, and every reading would wade through
 * them. Takes the database and vacuums the tables that need it; one that fails is told of.
 */
export async function tidy(client: PGlite, tell: Tell): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
     where n_dead_tup > $1::bigint and n_dead_tup > $2::float8 * n_live_tup`,
    [DEAD_ROWS, DEAD_SHARE],
  );
  await eachTable(rows, (name) => client.query(`vacuum (analyze) ${name}`), { tell });
}

/**
 * pg-boss and Drizzle share the one connection. pg-boss sends whole BEGIN…COMMIT blocks; when one fails, its adapter
 * rolls back in a call of its own, and a query of ours in between would meet the aborted transaction. So a block runs
 * inside PGlite's own transaction, which rolls back before anybody else gets the connection.
 */
function bossOn(client: PGlite): ReturnType<typeof fromPglite> {
  const shared: PGliteLike = {
    query: (text, parameters) => client.query(text, parameters === undefined ? undefined : [...parameters]),
    exec: (text) =>
      /^\s*BEGIN\b/i.test(text) ? client.transaction((transaction) => transaction.exec(text)) : client.exec(text),
    listen: (channel, callback) => client.listen(channel, callback),
  };
  return fromPglite(shared);
}
