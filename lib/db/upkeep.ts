import { sql as raw } from "drizzle-orm";
import type { Sql } from "./database.ts";

/** How often tables are looked at, and what share of one's rows, and no trifle, must have changed since it was last looked after. */
const LOOK_EVERY_MS = 5_000;
const CHANGED_SHARE = 0.5;
const CHANGED_ROWS = 500;

/** `analyze`: the planner learns how large a table is. `vacuum`: also, nobody has to wade through its dead rows any more. */
type Care = "analyze" | "vacuum";

/** Takes the database and looks after the tables much of which has changed. */
export async function lookAfter(sql: Sql, care: Care): Promise<void> {
  const { rows } = await sql.execute<{ name: string }>(raw`
    select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
    where schemaname = current_schema() and n_mod_since_analyze > ${CHANGED_ROWS}::bigint and n_mod_since_analyze > ${CHANGED_SHARE}::float8 * n_live_tup`);
  for (const { name } of rows)
    await sql.execute(
      raw`${raw.raw(care === "vacuum" ? "vacuum (analyze, skip_locked)" : "analyze")} ${raw.raw(name)}`,
    );
}

/**
 * Looks after tables all the time; gives what ends that. Autovacuum looks once a minute at most: until then the planner takes the
 * tables that a first scan fills for empty, and lists take twice as long. A look that fails is made good by the next.
 */
export function startUpkeep(sql: Sql, care: Care): () => Promise<void> {
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= lookAfter(sql, care)
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
