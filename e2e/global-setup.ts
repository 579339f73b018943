import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { emptyDatabase, introduce, startPostgres } from "../scripts/postgres.ts";
import { ROOT, exitOf, runNode } from "../scripts/processes.ts";
import { DATABASE } from "./database.ts";
import { RECEIVER_VARIABLE, startReceiver, WEBHOOK_KEY } from "./receiver.ts";
import { DATA_DIR, STACK_FILE } from "./stack.ts";

/** The demo marks its folder at once and fills the mark in when it is ready. */
const isReady = (): boolean => existsSync(STACK_FILE) && readFileSync(STACK_FILE, "utf8").length > 2;

/** Gives the flows' database as the demo takes it, and what ends it; on PostgreSQL, the workers learn where the server is. */
async function databaseOfFlows(): Promise<{ args: string[]; end: () => Promise<void> }> {
  if (DATABASE === "pglite") return { args: [], end: () => Promise.resolve() };
  const postgres = await startPostgres();
  console.log(introduce(postgres));
  process.env["TEST_DATABASE_URL"] = postgres.url;
  const { databaseUrl, drop } = await emptyDatabase(postgres.url);
  return {
    args: ["--database-url", databaseUrl],
    end: async () => {
      await drop();
      await postgres.stop();
    },
  };
}

/** Starts the demo for all flows, at a pace at which minutes of AWS are seconds, and gives what ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const storage = await databaseOfFlows();
  const receiver = await startReceiver();
  process.env[RECEIVER_VARIABLE] = receiver.url;
  const { args } = storage;
  const end = async () => {
    await receiver.end();
    await storage.end();
  };
  await rm(join(ROOT, DATA_DIR), { recursive: true, force: true });
  const demo = runNode(
    [
      "scripts/demo.ts",
      "--skip-build",
      "--port",
      "0",
      "--data-dir",
      DATA_DIR,
      "--speed",
      "200",
      "--throttle",
      "20,100",
      ...args,
    ],
    {
      SCAN_INTERVAL_SECONDS: "10",
      ROLLOUT_TICK_SECONDS: "1",
      WEBHOOK_URL: receiver.url,
      WEBHOOK_SECRET: `whsec_${WEBHOOK_KEY.toString("base64")}`,
    },
  );
  while (!isReady()) {
    if (demo.exitCode !== null) {
      await end();
      throw new Error("The demo ended before it was ready");
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  return async () => {
    const ended = exitOf(demo);
    demo.kill("SIGTERM");
    await ended;
    await end();
  };
}
