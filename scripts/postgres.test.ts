import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { z } from "zod";
import { copyInstallation, findBinaries } from "./postgres-binaries.ts";
import { emptyDatabase, serverVersion, startPostgres } from "./postgres.ts";
import { ROOT, exitOf } from "./processes.ts";

/** The temporary folder of a test's servers. */
let temporary = "";

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "imds-fleet-"));
  // The server's user, where that is not ours, passes through.
  await chmod(temporary, 0o711);
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true, force: true });
});

async function rows(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}

describe("a PostgreSQL of our own", () => {
  test("comes from the npm package where the machine has none, and leaves nothing behind", async () => {
    const postgres = await startPostgres("npm");
    expect(postgres.source).toBe("the npm package");
    expect(Number.parseInt(postgres.version, 10)).toBeGreaterThanOrEqual(15);
    const { databaseUrl, drop } = await emptyDatabase(postgres.url);
    expect(await rows(databaseUrl, "select lower('ÄÉ') as folded, 'a' < 'B' as sorts_for_people")).toEqual([
      { folded: "äé", sorts_for_people: true },
    ]);
    await drop();
    expect(await readdir(temporary)).toHaveLength(1);
    await postgres.stop();
    await expect(serverVersion(postgres.url)).rejects.toThrow("ECONNREFUSED");
    expect(await readdir(temporary)).toEqual([]);
  });

  test("needs no install script of the package", async () => {
    const binaries = await findBinaries("npm", {});
    if (binaries.source !== "npm") throw new Error("The package was asked for");
    const packed = join(temporary, "packed");
    const filter = async (path: string) => !(await lstat(path)).isSymbolicLink();
    await cp(binaries.installation, packed, { recursive: true, filter });
    const programs = await copyInstallation(packed, join(temporary, "copied"));
    const { stdout } = await promisify(execFile)(join(programs, "postgres"), ["--version"]);
    expect(stdout).toMatch(/^postgres \(PostgreSQL\) \d+/);
  });

  test("ends and leaves nothing behind also when whoever started it is killed", async () => {
    const starter = spawn(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        'const { startPostgres } = await import("./scripts/postgres.ts");' +
          'console.log((await startPostgres("npm")).url); setInterval(() => undefined, 1_000);',
      ],
      { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] },
    );
    const ended = exitOf(starter);
    const [line] = await once(createInterface({ input: starter.stdout }), "line");
    const url = z.url().parse(line);
    expect(await rows(url, "select 1 as one")).toEqual([{ one: 1 }]);
    starter.kill("SIGKILL");
    await ended;
    await expect.poll(() => readdir(temporary), { timeout: 20_000 }).toEqual([]);
    await expect(serverVersion(url)).rejects.toThrow("ECONNREFUSED");
  });
});

describe("a server named by TEST_DATABASE_URL", () => {
  test("is used, and left running", async () => {
    vi.stubEnv("TEST_DATABASE_URL", inject("postgres"));
    const postgres = await startPostgres();
    expect(postgres).toMatchObject({ url: inject("postgres"), source: "TEST_DATABASE_URL" });
    await postgres.stop();
    expect(await serverVersion(postgres.url)).toBe(postgres.version);
  });

  test("that does not answer is an error, not a reason to test less", async () => {
    vi.stubEnv("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:1/postgres");
    await expect(startPostgres()).rejects.toThrow(
      /TEST_DATABASE_URL names a PostgreSQL that cannot be used.*ECONNREFUSED/,
    );
  });
});
