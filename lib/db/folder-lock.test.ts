import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FolderInUseError, lockFolder, processStartOf } from "./folder-lock.ts";

let folder = "";
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "imds-fleet-lock-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Starts another process that locks the folder; gives what it says: `locked`, or the error's name. */
async function lockElsewhere(): Promise<{ child: ChildProcess; said: string }> {
  const code = `
    const { lockFolder } = await import(${JSON.stringify(join(import.meta.dirname, "folder-lock.ts"))});
    try { await lockFolder(${JSON.stringify(folder)}); console.log("locked"); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.name); }`;
  const child = spawn(process.execPath, ["--input-type=module", "--no-warnings", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  for await (const said of createInterface({ input: child.stdout })) return { child, said };
  return { child, said: "nothing" };
}

async function writeClaim(claim: object, touched?: Date): Promise<void> {
  const path = join(folder, "locks", "earlier.lock");
  await mkdir(join(folder, "locks"), { recursive: true });
  await writeFile(
    path,
    JSON.stringify({
      pid: 1,
      processStart: null,
      host: hostname(),
      at: "2026-01-01T00:00:00.000Z",
      ...claim,
    }),
  );
  if (touched !== undefined) await utimes(path, touched, touched);
}

test("a second process is refused, and told who is in the way", async () => {
  const { child, said } = await lockElsewhere();
  expect(said).toBe("locked");
  const refusal: unknown = await lockFolder(folder).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(FolderInUseError);
  expect(String(refusal)).toContain(`process ${child.pid} on ${hostname()}`);
});

test("this process is refused a second time too, until it lets go", async () => {
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow("this process itself");
  await release();
  const again = await lockFolder(folder);
  await again();
  expect(await readdir(join(folder, "locks"))).toEqual([]);
});

test("the lock of a killed process is taken over", async () => {
  const { child, said } = await lockElsewhere();
  expect(said).toBe("locked");
  child.kill("SIGKILL");
  await once(child, "exit");
  const release = await lockFolder(folder);
  expect(await readdir(join(folder, "locks"))).toHaveLength(1);
  await release();
});

test("a process id that was given to another process does not keep the folder", async () => {
  expect(processStartOf(process.pid)).not.toBe("0");
  await writeClaim({ pid: process.pid, processStart: "0" });
  const release = await lockFolder(folder);
  await release();
});

test("another host keeps the folder as long as its heart beats", async () => {
  await writeClaim({ host: "elsewhere", pid: 4_000_000 }, new Date());
  await expect(lockFolder(folder)).rejects.toThrow("process 4000000 on elsewhere");
  await writeClaim({ host: "elsewhere", pid: 4_000_000 }, new Date(Date.now() - 3_600_000));
  const release = await lockFolder(folder);
  await release();
});

test("a file that is no claim of ours is not deleted", async () => {
  await mkdir(join(folder, "locks"));
  await writeFile(join(folder, "locks", "strange.lock"), "hello");
  await expect(lockFolder(folder)).rejects.toThrow("not a lock file of ours");
  expect(await readdir(join(folder, "locks"))).toEqual(["strange.lock"]);
});

test("of processes that find a dead one's lock at the same moment, one gets in", async () => {
  await writeClaim({ pid: 4_000_000, processStart: "1" });
  const said = await Promise.all(Array.from({ length: 4 }, async () => (await lockElsewhere()).said));
  expect(said.toSorted()).toEqual(["FolderInUseError", "FolderInUseError", "FolderInUseError", "locked"]);
});
