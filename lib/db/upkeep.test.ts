import { sql as raw } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { exceptions } from "./schema.ts";
import { lookAfter } from "./upkeep.ts";
import { onEachDatabase } from "./test-database.ts";

onEachDatabase((sql) => {
  test("a table that was filled is known to be large before autovacuum looks, and one that stays as it is is left alone", async () => {
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
    await insert(900);
    // What a session has changed is counted a moment later.
    await vi.waitFor(
      async () => {
        await lookAfter(sql(), "vacuum");
        expect(await known()).toBe(900);
      },
      { timeout: 20_000, interval: 250 },
    );
    await insert(100);
    await lookAfter(sql(), "vacuum");
    expect(await known()).toBe(900);
  });
});
