import { PGlite } from "@electric-sql/pglite";
import { expect, test } from "vitest";
import { tidy } from "./pglite.ts";

const tell = (table: string, error: unknown) => expect.fail(`${table}: ${String(error)}`);

test("a table whose rows are replaced again and again keeps its size", async () => {
  const client = await PGlite.create("memory://");
  const query = async (text: string) => (await client.query<{ size: number; dead: number }>(text)).rows[0];
  await client.exec("create table scanned as select id, repeat('x', 500) as facts from generate_series(1, 2000) id");
  const size = async () => (await query("select pg_relation_size('scanned')::int as size"))?.size;
  const replace = async () => {
    await client.exec("update scanned set facts = facts || ''");
    // Counts of dead rows are told once a second otherwise.
    await client.exec("select pg_stat_force_next_flush()");
  };
  await replace();
  await tidy(client, tell);
  expect(await query("select n_dead_tup::int as dead from pg_stat_user_tables where relname = 'scanned'")).toEqual({
    dead: 0,
  });
  const once = await size();
  await replace();
  await tidy(client, tell);
  await replace();
  expect(await size()).toBeLessThanOrEqual(once ?? 0);
  await client.close();
}, 120_000);
