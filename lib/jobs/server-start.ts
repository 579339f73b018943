import { startJobs } from "./runtime.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** What somebody who starts the server can mend by reading one sentence; of anything else the stack tells more. */
const SAYS_ENOUGH: ReadonlySet<string> = new Set(["ConfigError", "DatabaseNewerError", "FolderInUseError"]);

/** Next would log the failure and go on listening without workers, so the process ends itself. */
function giveUp(error: unknown): never {
  const words =
    error instanceof Error
      ? SAYS_ENOUGH.has(error.name)
        ? error.message
        : (error.stack ?? error.message)
      : String(error);
  process.stderr.write(`IMDS Fleet cannot start: ${words}\n`);
  process.exit(1);
}

/**
 * Starts the workers with the server, and ends them with it: a job that is let go of properly is taken up at once by
 * the next start, a killed one only when its heartbeat is missed. What keeps the server from working at all (a bad
 * configuration, a folder in use, an unreachable database) ends the process with exit code 1 and the reason. Which lanes are
 * to be read is found out beside it: screens show what the database has until then.
 */
export async function startServer(): Promise<void> {
  const jobs = await startJobs().catch(giveUp);
  let isEnding = false;
  // What could not be found out because the server ends is no reason to end it.
  void jobs.lanes.known.catch((error: unknown) => {
    if (!isEnding) giveUp(error);
  });
  for (const signal of STOP_SIGNALS) {
    process.once(signal, () => {
      isEnding = true;
      void jobs.stop().finally(() => process.exit(0));
    });
  }
}
