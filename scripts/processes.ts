import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");
export const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

/**
 * V8 sizes its heap by the machine: where there is much memory, it lets hundreds of megabytes of garbage gather between two
 * looks at all of it. The server keeps about 100 MB at ten thousand environments; ten times that is the most it may have.
 */
const MEMORY_FLAGS = ["--max-old-space-size=1024", "--initial-old-space-size=128", "--max-semi-space-size=16"];

/** Takes where to listen and gives Node's arguments for serving what was built. */
export function serveArgs(host: string, port: number): string[] {
  // Node reads the TypeScript of next.config.ts by itself; Next would load a whole compiler for it, and keep it.
  const config = "--experimental-next-config-strip-types";
  return [...MEMORY_FLAGS, NEXT, "start", config, "--hostname", host, "--port", String(port)];
}

/** Takes a script's arguments and more environment variables and runs it with this Node; its output is ours. */
export function runNode(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [...args], { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...env } });
}

/** Takes a process and gives its exit code when it ends; a signal counts as failure. */
export function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Takes the port somebody would like and gives it if it is free on loopback, else one that is. */
export function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" && preferred !== 0) resolve(freePort(0));
      else reject(error);
    });
    probe.listen(preferred, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : preferred));
    });
  });
}

/** No server of ours takes so long to start. */
const START_MS = 180_000;

/** Takes an address and gives when it answers at all; gives up with an error when the process behind it ends, or in time. */
export async function answering(url: string, child: Pick<ChildProcess, "exitCode" | "signalCode">): Promise<void> {
  for (const due = Date.now() + START_MS; ;) {
    if (Date.now() > due) throw new Error(`Nothing answers at ${url}`);
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server ended before it answered at ${url}`);
    try {
      await fetch(url, { redirect: "manual" });
      return;
    } catch {
      // Not listening yet.
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }
}

/** Ends the processes when this one is told to end, or when one of them ends; waits for them, and none is left behind. */
export function endTogether(children: readonly ChildProcess[]): void {
  let ending = false;
  const end = (code: number) => {
    // Each is told once, and so are we: a second signal would end a process that is still putting things away.
    if (ending) return;
    ending = true;
    for (const child of children) child.kill("SIGTERM");
    void Promise.all(
      children.map((child) =>
        child.exitCode === null && child.signalCode === null ? exitOf(child) : Promise.resolve(0),
      ),
    ).finally(() => process.exit(code));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => end(0));
  for (const child of children) child.once("exit", (code) => end(code ?? 1));
}
