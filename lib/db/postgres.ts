import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool } from "pg";
import type { Database } from "./database.ts";
import { MIGRATIONS_FOLDER } from "./database.ts";
import { refuseNewer } from "./newer-database.ts";
import { startUpkeep } from "./upkeep.ts";

/** Any number, the same in every replica: PostgreSQL's advisory locks are named by numbers. */
const MIGRATION_LOCK = 4_173_202_611;

function openPool(databaseUrl: string, max: number): Pool {
  const pool = new Pool({ connectionString: databaseUrl, max });
  // An idle connection that breaks is replaced at the next query, which reports what is wrong; unheard, it would end the process.
  pool.on("error", () => undefined);
  return pool;
}

/** Takes PostgreSQL's address and gives the migrated database; replicas that start together migrate one after the other. */
export async function openPostgres(databaseUrl: string): Promise<Database> {
  const [screens, background] = [openPool(databaseUrl, 10), openPool(databaseUrl, 20)];
  const close = async () => {
    await Promise.all([screens.end(), background.end()]);
  };
  try {
    await migrateAlone(screens);
    // Apart, so that nobody waits for the vacuum of a large table: neither work in the background nor the end of the server.
    const upkeep = openPool(databaseUrl, 1);
    const endUpkeep = startUpkeep(drizzle(upkeep), "vacuum");
    return {
      kind: "postgres",
      sql: drizzle(screens),
      background: drizzle(background),
      boss: { connectionString: databaseUrl, max: 4 },
      close: async () => {
        await endUpkeep();
        // Not waited for: what is still under way ends with the process.
        void upkeep.end();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function migrateAlone(pool: Pool): Promise<void> {
  const connection = await pool.connect();
  try {
    await connection.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const handle = drizzle(connection);
    await refuseNewer(handle);
    await migrate(handle, { migrationsFolder: MIGRATIONS_FOLDER });
    await connection.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    connection.release();
  } catch (error) {
    // Closed, not returned: the lock goes with the connection.
    connection.release(true);
    throw error;
  }
}
