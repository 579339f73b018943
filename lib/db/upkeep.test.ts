import { tmpdir } from "node:os";
import { sql as raw } from "drizzle-orm";
import { Client } from "pg";
import { expect, inject, test, vi } from "vitest";
import { emptyDatabase } from "#scripts/postgres.ts";
import type { Sql } from "./database.ts";
import { openDatabase } from "./database.ts";
import { exceptions, sessionEpochs } from "./schema-people.ts";
import { lookAfter } from "./upkeep.ts";
import { onEachDatabase } from "./test-database.ts";

/** What a session has changed is counted a moment later, and a look may come seconds later. */
const SOON = { timeout: 20_000, interval: 250 };

/** Makes whoever analyzes the epochs' table run these words, as an index over an expression does. */
async function analyzingEpochs(sql: Sql, words: string): Promise<void> {
  const define = (body: string) =>
    sql.execute(raw`
      create or replace function looked_at(subject text) returns text immutable language plpgsql
      as ${raw.raw(`'begin ${body} return subject; end'`)}`);
  await define("");
  // PostgreSQL's own look, if it came first, would have ours pass the table over.
  await sql.execute(raw`alter table ${sessionEpochs} set (autovacuum_enabled = false)`);
  await sql.execute(raw`create index epochs_looked_at on ${sessionEpochs} (looked_at(subject))`);
  await sql.transaction(async (tx) => {
    await tx.execute(raw`
      insert into ${sessionEpochs} (subject, epoch)
      select gen_random_uuid()::text, 1 from generate_series(1, 900)`);
    await tx.execute(raw`select pg_stat_force_next_flush()`);
  });
  await define(words);
}

onEachDatabase((sql) => {
  test("a table that was filled is known to be large before autovacuum looks, and one that stays as it is is left alone, whatever another fails with", async () => {
    const known = async (): Promise<number> => {
      const { rows } = await sql().execute<{ rows: number }>(
        raw`select reltuples::integer as rows from pg_class where oid = 'exceptions'::regclass`,
      );
      return rows[0]?.rows ?? 0;
    };
    const insert = (rows: number) =>
      sql().execute(raw`
        insert into ${exceptions} (id, scope, filter, owner, reason, created_by, created_at, until)
        select gen_random_uuid(), 'filter', 'q=none', 'ann', 'none', 'ann', now(), now() from generate_series(1, ${rows}::integer)`);
    await analyzingEpochs(sql(), "raise exception ''on purpose'';");
    await insert(900);
    const failed = new Set<string>();
    const tell = (table: string) => void failed.add(table);
    await vi.waitFor(async () => {
      await lookAfter(sql(), "vacuum", { tell });
      expect(await known()).toBe(900);
      expect([...failed]).toEqual(["public.session_epochs"]);
    }, SOON);
    await insert(100);
    await lookAfter(sql(), "vacuum", { tell });
    expect(await known()).toBe(900);
  });
});

// The embedded database has one thread: while it looks after a table, nobody can ask it to end.
test("on PostgreSQL the end does not wait for a table that takes long", async () => {
  const { databaseUrl, drop } = await emptyDatabase(inject("postgres"));
  const opened = await openDatabase({ databaseUrl, dataDir: tmpdir() });
  // Not a second database of ours, which would look after the table too.
  const other = new Client({ connectionString: databaseUrl });
  await other.connect();
  await other.query("select pg_advisory_lock(1)");
  await analyzingEpochs(opened.sql, "perform pg_advisory_xact_lock(1);");
  await vi.waitFor(async () => {
    const { rows } = await other.query(
      `select from pg_stat_activity
         where datname = current_database() and wait_event = 'advisory' and query like 'vacuum%'`,
    );
    expect(rows).not.toEqual([]);
  }, SOON);
  await opened.close();
  await other.end();
  await drop();
});
