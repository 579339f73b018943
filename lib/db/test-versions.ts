import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql as raw } from "drizzle-orm";
import { drizzle as drizzlePg } from "drizzle-orm/node-postgres";
import { migrate as migratePg } from "drizzle-orm/node-postgres/migrator";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import { z } from "zod";
import type { DatabaseOptions, Sql } from "./database.ts";
import { MIGRATIONS_FOLDER } from "./database.ts";
import type { StoredRows } from "./test-rows.ts";
import { ROWS_SINCE } from "./test-rows-later.ts";

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string(), when: z.number() })) });

/** A handle on a database of any version. */
type AnySql = Pick<Sql, "execute">;

/** Gives the journal of our migrations, as Drizzle reads it. */
export async function readJournal(): Promise<z.infer<typeof Journal>> {
  return Journal.parse(JSON.parse(await readFile(join(MIGRATIONS_FOLDER, "meta/_journal.json"), "utf8")));
}

/** Takes an empty database's place, migrates it by our first so many migrations, and does something with it before it is closed. */
export async function atVersion(
  { databaseUrl, dataDir }: DatabaseOptions,
  count: number,
  work: (sql: AnySql) => Promise<void>,
): Promise<void> {
  const migrationsFolder = await mkdtemp(join(tmpdir(), "imds-fleet-"));
  try {
    const { entries, ...journal } = await readJournal();
    await cp(MIGRATIONS_FOLDER, migrationsFolder, { recursive: true });
    await writeFile(
      join(migrationsFolder, "meta/_journal.json"),
      JSON.stringify({ ...journal, entries: entries.slice(0, count) }),
    );
    await (databaseUrl === undefined || databaseUrl === null
      ? onPglite(dataDir, migrationsFolder, work)
      : onPostgres(databaseUrl, migrationsFolder, work));
  } finally {
    await rm(migrationsFolder, { recursive: true });
  }
}

async function onPglite(
  dataDir: string,
  migrationsFolder: string,
  work: (sql: AnySql) => Promise<void>,
): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const client = await PGlite.create(join(dataDir, "database"));
  try {
    const handle = drizzlePglite(client);
    await migratePglite(handle, { migrationsFolder });
    await work(handle);
  } finally {
    await client.close();
  }
}

async function onPostgres(
  databaseUrl: string,
  migrationsFolder: string,
  work: (sql: AnySql) => Promise<void>,
): Promise<void> {
  const handle = drizzlePg(databaseUrl);
  try {
    await migratePg(handle, { migrationsFolder });
    await work(handle);
  } finally {
    await handle.$client.end();
  }
}

/** Takes how many migrations were applied and gives the rows such a version stored. */
export async function rowsAt(count: number): Promise<StoredRows> {
  const tags = (await readJournal()).entries.map(({ tag }) => tag);
  return ROWS_SINCE.findLast(([tag]) => tags.indexOf(tag) < count)?.[1] ?? {};
}

/** Takes rows by table and stores them; what is generated or has a default stays out of a row. */
export async function store(sql: AnySql, rows: StoredRows): Promise<void> {
  for (const [table, ofTable] of Object.entries(rows)) {
    const columns = raw.join(
      Object.keys(ofTable[0] ?? {}).map((column) => raw.identifier(column)),
      raw`, `,
    );
    await sql.execute(
      raw`insert into ${raw.identifier(table)} (${columns}) select ${columns} from jsonb_populate_recordset(null::${raw.identifier(table)}, ${JSON.stringify(ofTable)}::jsonb)`,
    );
  }
}

/** Every row of every table of ours, by table. */
export type AllRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Gives all that is stored in the database's tables. */
export async function readAll(sql: AnySql): Promise<AllRows> {
  const { rows: tables } = await sql.execute<{ name: string }>(
    raw`select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const all: Record<string, Record<string, unknown>[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql.execute<{ row: Record<string, unknown> }>(
      raw`select to_jsonb(t) as row from ${raw.identifier(name)} t`,
    );
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

/** What opening an embedded database lets go of, for its process is dead. */
const LET_GO = new Set(["scan_state", "scan_phase", "lease_token", "lease_until"]);

/** Takes all rows and gives those of the tables and columns another version has too, in an order of their own. */
export function inCommon(rows: AllRows, other: AllRows): AllRows {
  const common = Object.entries(rows).map(([table, ofTable]) => {
    const there = other[table]?.[0] ?? {};
    const kept = ofTable.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => column in there && !LET_GO.has(column))),
    );
    return [table, kept.toSorted((one, two) => JSON.stringify(one).localeCompare(JSON.stringify(two)))] as const;
  });
  return Object.fromEntries(common.filter(([table]) => table in other));
}

/** Gives what the database's tables are made of, a line for each part. */
export async function structureOf(sql: AnySql): Promise<string[]> {
  const parts = [
    raw`select format('column %s.%s %s', c.relname, a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))) as line
      from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
    raw`select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid)) as line
      from pg_constraint where connamespace = 'public'::regnamespace`,
    raw`select format('index %s', indexdef) as line from pg_indexes where schemaname = 'public'`,
    raw`select format('trigger %s', pg_get_triggerdef(t.oid)) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and not t.tgisinternal`,
    raw`select format('function %s', pg_get_functiondef(oid)) as line from pg_proc where pronamespace = 'public'::regnamespace`,
  ];
  const lines = [];
  for (const part of parts) {
    const { rows } = await sql.execute<{ line: string }>(part);
    lines.push(...rows.map(({ line }) => line));
  }
  return lines.toSorted();
}
