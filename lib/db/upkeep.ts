import { setTimeout as wait } from "node:timers/promises";
import { sql as raw } from "drizzle-orm";
import type { Sql } from "./database.ts";

/** How often tables are looked at, and what share of one's rows, and no trifle, must have changed since it was last looked after. */
const LOOK_EVERY_MS = 5_000;
const CHANGED_SHARE = 0.5;
const CHANGED_ROWS = 500;

/** So long the end of the server waits for what is under way; a large table's vacuum may take minutes, and is no loss. */
const END_WITHIN_MS = 2_000;

/** `analyze`: the planner learns how large a table is. `vacuum`: also, nobody has to wade through its dead rows any more. */
type Care = "analyze" | "vacuum";

/** No parallel workers: a server has few of them, and they are for who waits for an answer. */
const STATEMENTS: Readonly<Record<Care, string>> = {
  analyze: "analyze",
  vacuum: "vacuum (analyze, skip_locked, parallel 0)",
};

/** Is told which table could not be looked after, and why. */
export type Tell = (table: string, error: unknown) => void;

/** Takes tables and what is to be done with each; one that fails is told of, and leaves the others alone. */
export async function eachTable(
  tables: readonly { name: string }[],
  look: (name: string) => Promise<unknown>,
  { tell, signal }: { tell: Tell; signal?: AbortSignal | undefined },
): Promise<void> {
  for (const { name } of tables) {
    if (signal?.aborted === true) return;
    await look(name).catch((error: unknown) => {
      // What the end of the server cuts off did not fail.
      if (signal?.aborted !== true) tell(name, error);
    });
  }
}

/** Takes the database and looks after the tables much of which has changed; ends early, between two tables, where `signal` says so. */
export async function lookAfter(
  sql: Sql,
  care: Care,
  how: { tell: Tell; signal?: AbortSignal | undefined },
): Promise<void> {
  const { rows } = await sql.execute<{ name: string }>(raw`
    select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
    where schemaname = current_schema() and n_mod_since_analyze > ${CHANGED_ROWS}::bigint and n_mod_since_analyze > ${CHANGED_SHARE}::float8 * n_live_tup`);
  await eachTable(rows, async (name) => sql.execute(raw`${raw.raw(STATEMENTS[care])} ${raw.raw(name)}`), how);
}

/** Gives what writes to the log which table failed, once for each reason: the next look, seconds later, most often meets it again. */
export function tellOnce(): Tell {
  const told = new Set<string>();
  return (table, error) => {
    // Drizzle's own words are those of the statement.
    const reason = error instanceof Error ? (error.cause ?? error) : error;
    const message = reason instanceof Error ? reason.message : String(reason);
    if (told.has(`${table} ${message}`)) return;
    told.add(`${table} ${message}`);
    process.stderr.write(
      `${JSON.stringify({ level: "error", at: new Date().toISOString(), from: "upkeep", table, message })}\n`,
    );
  };
}

/**
 * Looks after tables all the time; gives what ends that, which waits a moment for what is under way and no longer. Autovacuum
 * looks once a minute at most: until then the planner takes the tables that a first scan fills for empty, and lists take twice as
 * long. A look that fails is made good by the next.
 */
export function startUpkeep(sql: Sql, care: Care): () => Promise<void> {
  const ended = new AbortController();
  const how = { tell: tellOnce(), signal: ended.signal };
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= lookAfter(sql, care, how)
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    ended.abort();
    await Promise.race([looking, wait(END_WITHIN_MS, undefined, { ref: false })]);
  };
}
