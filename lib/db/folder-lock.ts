import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, utimes, stat, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";

const claimShape = z.object({
  pid: z.number().int(),
  /** Clock ticks since boot, from /proc: tells a process from a later one with the same id. `null` where there is no /proc. */
  processStart: z.string().nullable(),
  host: z.string(),
  at: z.iso.datetime(),
});
type Claim = z.infer<typeof claimShape>;

/** Another process works on the folder. */
export class FolderInUseError extends Error {
  override name = "FolderInUseError";
}

/** Of a process on another host only its heartbeat can be seen. */
const HEARTBEAT_MILLISECONDS = 10_000;
const SILENT_MILLISECONDS = 6 * HEARTBEAT_MILLISECONDS;
/** Two processes that claim at the same moment both step back; each tries again after a random pause. */
const TRIES = 8;
const YOUNG_MILLISECONDS = 3_000;

/** Takes a process id and gives its start in clock ticks, or `null` where that cannot be told. Linux: proc(5), stat field 22. */
export function processStartOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in brackets and may hold spaces: count from behind it.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isRunning(claim: Claim): boolean {
  try {
    process.kill(claim.pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const start = processStartOf(claim.pid);
  return start === null || claim.processStart === null || start === claim.processStart;
}

async function isAlive(path: string, claim: Claim): Promise<boolean> {
  if (claim.host === hostname()) return isRunning(claim);
  const touched = await stat(path).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs < SILENT_MILLISECONDS;
}

async function readClaim(path: string): Promise<Claim | undefined> {
  try {
    return claimShape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    // Gone between listing and reading: its owner let go.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new FolderInUseError(`${path} is not a lock file of ours; if no process uses the folder, delete it`, {
      cause: error,
    });
  }
}

/** Looks for a living claim other than ours, and removes the dead ones: a claim's name is never used twice, so that is safe at any time. */
async function othersClaim(locks: string, own: string): Promise<Claim | undefined> {
  for (const name of await readdir(locks)) {
    if (name === own || !name.endsWith(".lock")) continue;
    const path = join(locks, name);
    const claim = await readClaim(path);
    if (claim === undefined) continue;
    if (await isAlive(path, claim)) return claim;
    await rm(path, { force: true });
  }
  return undefined;
}

/**
 * Takes a folder and makes this process its only user; gives the function that lets go. Each process lays down a claim of
 * its own name and then looks for others: of two, the later one always sees the earlier, so both never get in, and
 * taking over from a dead process needs no step that another could interrupt.
 * @throws FolderInUseError that names the process in the way.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const locks = join(folder, "locks");
  await mkdir(locks, { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const own = `${randomUUID()}.lock`;
    const path = join(locks, own);
    const claim: Claim = {
      pid: process.pid,
      processStart: processStartOf(process.pid),
      host: hostname(),
      at: new Date().toISOString(),
    };
    // Written aside and renamed: nobody ever reads half a claim.
    await writeFile(`${path}.draft`, JSON.stringify(claim), { mode: 0o600 });
    await rename(`${path}.draft`, path);
    let other: Claim | undefined;
    try {
      other = await othersClaim(locks, own);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    if (other === undefined) return keep(path);
    await rm(path, { force: true });
    const ours = other.pid === process.pid && other.host === hostname();
    if (ours || Date.now() - Date.parse(other.at) > YOUNG_MILLISECONDS || attempt === TRIES) {
      const who = ours ? "this process itself" : `process ${other.pid}`;
      throw new FolderInUseError(
        `The data folder ${folder} is in use by ${who} on ${other.host} since ${other.at}. ` +
          "The embedded database serves one process: stop that one, set another DATA_DIR, or set DATABASE_URL to share a PostgreSQL.",
      );
    }
    await wait(20 + Math.random() * 100 * attempt);
  }
}

function keep(path: string): () => Promise<void> {
  const beat = setInterval(() => {
    const now = new Date();
    // A missed beat is made up for by the next; only a process on another host ever looks.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MILLISECONDS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    await rm(path, { force: true });
  };
}
