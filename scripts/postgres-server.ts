/**
 * A PostgreSQL for tests: prints one line of JSON with its address, and ends when its standard input does, leaving
 * nothing behind. So it ends also when whoever started it is killed.
 */
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chown, lchown, mkdtemp, open, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import { z } from "zod";
import { copyInstallation, findBinaries, serverUser } from "./postgres-binaries.ts";
import type { ServerUser } from "./postgres-binaries.ts";
import { serverVersion } from "./postgres.ts";
import { exitOf, freePort } from "./processes.ts";

const { values } = parseArgs({ options: { source: { type: "string" } } });
const source = z.enum(["machine", "npm"]).optional().parse(values.source);

/** Nothing of it must survive a power cut. The tests of a suite and several replicas connect at the same time. */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=300",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
];

async function give(folder: string, { uid, gid }: ServerUser): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  await chown(folder, uid, gid);
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), uid, gid);
}

/** Makes a server in the folder, says where it is, and waits until it is told to end; the server's log is the error. */
async function serve(folder: string, signal: AbortSignal): Promise<void> {
  const user = await serverUser();
  const binaries = await findBinaries(source, user);
  const programs =
    binaries.source === "machine"
      ? binaries.folder
      : await copyInstallation(binaries.installation, join(folder, "programs"));
  const password = randomUUID();
  await writeFile(join(folder, "password"), password);
  await give(folder, user);
  const data = join(folder, "data");
  const env = { ...process.env, LC_ALL: "C" };
  await promisify(execFile)(
    join(programs, "initdb"),
    [
      "--no-sync",
      `--pgdata=${data}`,
      "--username=postgres",
      "--auth=scram-sha-256",
      `--pwfile=${join(folder, "password")}`,
      "--encoding=UTF8",
      // Sorts as a server for people does, and as the embedded database does not; the same on every machine.
      "--locale=C",
      "--locale-provider=icu",
      "--icu-locale=en-US",
    ],
    { ...user, env, signal, cwd: folder },
  );
  await rm(join(folder, "password"));
  const port = await freePort(0);
  const log = await open(join(folder, "log"), "a");
  signal.throwIfAborted();
  const server = spawn(
    join(programs, "postgres"),
    ["-D", data, "-p", String(port), ...SETTINGS.flatMap((setting) => ["-c", setting])],
    { ...user, env, cwd: folder, stdio: ["ignore", log.fd, log.fd] },
  );
  const ended = exitOf(server);
  // SIGINT is PostgreSQL's fast shutdown: sessions are ended, not waited for.
  signal.addEventListener("abort", () => server.kill("SIGINT"), { once: true });
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  // Told to end while it starts, it still has to end before its folder goes.
  const version = await Promise.race([answering(url, signal).catch(() => null), ended]);
  if (typeof version === "string") {
    const from = binaries.source === "npm" ? "the npm package" : binaries.folder;
    console.log(JSON.stringify({ url, version, source: from }));
  }
  await ended;
  await log.close();
  if (!signal.aborted) throw new Error(`PostgreSQL ended:\n${await readFile(join(folder, "log"), "utf8")}`);
}

/** Gives the server's version once it answers. */
async function answering(url: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      return await serverVersion(url);
    } catch {
      // Not listening, or still starting up.
      await wait(20, undefined, { signal });
    }
  }
}

const ending = new AbortController();
const end = () => ending.abort();
process.stdin.once("end", end).once("error", end).resume();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);

const folder = await mkdtemp(join(tmpdir(), "imds-fleet-postgres-"));
const failure = await serve(folder, ending.signal).catch((error: unknown) => error);
await rm(folder, { recursive: true, force: true, maxRetries: 5 });
if (failure !== undefined && !ending.signal.aborted) {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exit(1);
}
process.exit(0);
