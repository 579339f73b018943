/** PostgreSQL for whoever tests: a server that is there, or one made for the occasion. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { z } from "zod";
import { OLDEST } from "./postgres-binaries.ts";
import type { Binaries } from "./postgres-binaries.ts";
import { ROOT, exitOf } from "./processes.ts";

export type Postgres = {
  /** Address of a server on which databases may be created. */
  url: string;
  version: string;
  /** Where it came from, for people. */
  source: string;
  /** Ends the server and removes what it stored, where it was made here. */
  stop: () => Promise<void>;
};

/** The line `postgres-server.ts` prints when it is ready. */
const Ready = z.object({ url: z.string(), version: z.string(), source: z.string() });

async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  // A server that goes away says so to the query; unheard, it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Takes a server's address and gives its version as it says it, such as `15.18`. */
export async function serverVersion(url: string): Promise<string> {
  const [row] = await ask<{ server_version: string }>(url, "show server_version");
  return row?.server_version.split(" ")[0] ?? "";
}

async function named(url: string): Promise<Postgres> {
  const version = await serverVersion(url).catch((error: unknown) => {
    throw new Error(`TEST_DATABASE_URL names a PostgreSQL that cannot be used: ${String(error)}`, { cause: error });
  });
  if (Number.parseInt(version, 10) < OLDEST)
    throw new Error(`TEST_DATABASE_URL names PostgreSQL ${version}; the product needs ${OLDEST} or newer.`);
  return { url, version, source: "TEST_DATABASE_URL", stop: () => Promise.resolve() };
}

/**
 * Gives a PostgreSQL: the server `TEST_DATABASE_URL` names, else one run by the machine's programs, else by those of the
 * npm package; `source` asks for one of the latter two. A server made here ends with this process, however that ends.
 * @throws Error that says what is wrong, or what to do where none can be had.
 */
export async function startPostgres(source?: Binaries["source"]): Promise<Postgres> {
  const url = process.env["TEST_DATABASE_URL"];
  if (source === undefined && url !== undefined && url !== "") return named(url);
  const keeper = spawn(
    process.execPath,
    [
      fileURLToPath(new URL("postgres-server.ts", import.meta.url)),
      ...(source === undefined ? [] : ["--source", source]),
    ],
    // Detached: Ctrl+C is for us; the server stays until the tests have let go of it.
    { cwd: ROOT, stdio: ["pipe", "pipe", "pipe"], detached: process.platform !== "win32" },
  );
  const ended = exitOf(keeper);
  const complaint = text(keeper.stderr);
  const line = await Promise.race([
    once(createInterface({ input: keeper.stdout }), "line").then(([first]) => z.string().parse(first)),
    ended,
  ]);
  if (typeof line === "number") throw new Error((await complaint).trim());
  // It keeps nobody from ending: when we do, its input ends, and so does it.
  keeper.unref();
  for (const stream of [keeper.stdin, keeper.stdout, keeper.stderr]) if (stream instanceof Socket) stream.unref();
  return {
    ...Ready.parse(JSON.parse(line)),
    stop: async () => {
      keeper.ref();
      keeper.stdin.end();
      if ((await ended) !== 0) throw new Error(`PostgreSQL did not end well: ${(await complaint).trim()}`);
    },
  };
}

/** Takes a PostgreSQL and gives the line that says which it is. */
export function introduce({ version, source }: Postgres): string {
  return `PostgreSQL ${version} (${source})`;
}

/** Takes a server's address and gives a new, empty database's there, and what drops it. */
export async function emptyDatabase(server: string): Promise<{ databaseUrl: string; drop: () => Promise<void> }> {
  const name = `imds_fleet_${randomUUID().replaceAll("-", "")}`;
  await ask(server, `create database ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return {
    databaseUrl: address.href,
    drop: async () => {
      await ask(server, `drop database ${name} with (force)`);
    },
  };
}

/** Takes a database's address and tells whether nothing is stored there. */
export async function isEmptyDatabase(databaseUrl: string): Promise<boolean> {
  const tables = "select 1 from pg_tables where schemaname not in ('pg_catalog', 'information_schema') limit 1";
  return (await ask(databaseUrl, tables)).length === 0;
}
