import { startJobs } from "./runtime.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Starts the workers with the server, and ends them with it: a job that is let go of properly is taken up at once by
 * the next start, a killed one only when its heartbeat is missed.
 * @throws what keeps the server from working at all: a bad configuration, a folder in use, an unreachable database.
 */
export async function startServer(): Promise<void> {
  const jobs = await startJobs();
  for (const signal of STOP_SIGNALS) {
    process.once(signal, () => {
      void jobs.stop().finally(() => process.exit(0));
    });
  }
}
