import { PgBoss } from "pg-boss";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import type { Database } from "#lib/db/database.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { registerAdvanceWorkers } from "./advance-schedule.ts";
import { registerUpkeepWorker } from "./alerts-upkeep.ts";
import { registerBeginWorker } from "./begin-schedule.ts";
import { discover } from "./discover.ts";
import { registerDiscovery } from "./discovery-schedule.ts";
import { accessByDatabase } from "./lanes.ts";
import type { AccessTo, ConfiguredLane } from "./lanes.ts";
import { registerScanWorkers } from "./scan-schedule.ts";
import { registerValidateWorker } from "./validate-drafts.ts";
import { registerDeliveryWorker, wakeDelivery } from "./webhook-schedule.ts";

/** The running job engine with what its workers share. */
export type Jobs = {
  boss: PgBoss;
  database: Database;
  accessTo: AccessTo;
  stop(): Promise<void>;
};

const MEMO = Symbol.for("imds-fleet.jobs");
// Next bundles instrumentation, routes and actions apart; the process is what they share, and the symbol is ours alone.
const memory = globalThis as typeof globalThis & { [MEMO]?: Promise<Jobs> | undefined };

async function start(): Promise<Jobs> {
  const settings = config();
  const opened = await database();
  const { background: sql } = opened;
  const now = () => new Date();
  await discover({ config: settings, sql, now, announces: settings.webhook !== null });
  const boss = new PgBoss({
    ...opened.boss,
    // A crashed worker must be noticed well within 30 seconds (the defaults take a minute).
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 60,
    schedule: false,
  });
  boss.on("error", (error) => {
    process.stderr.write(
      `${JSON.stringify({ level: "error", at: new Date().toISOString(), from: "pg-boss", message: error.message })}\n`,
    );
  });
  await boss.start();
  // The embedded database serves one process: what is still marked as under way died with an earlier one, and need not be
  // waited for until its heartbeat is missed. Our tables tell what is to be done; both workers ask them first.
  if (opened.kind === "pglite") await boss.deleteAllJobs();
  const accessTo = accessByDatabase(settings, sql);
  const { webhook } = settings;
  const afterScan = async () => {
    if (webhook !== null) await wakeDelivery(boss);
  };
  const deps = { sql, accessTo, config: settings, now, afterScan };
  if (webhook !== null) await registerDeliveryWorker(boss, { ...deps, webhook });
  await registerUpkeepWorker(boss, { ...deps, announces: webhook !== null });
  await registerDiscovery(boss, { ...deps, announces: webhook !== null });
  await registerScanWorkers(boss, deps);
  await registerAdvanceWorkers(boss, deps);
  await registerValidateWorker(boss, { ...deps, readsMetrics: settings.metrics !== null });
  await registerBeginWorker(boss, { ...deps, announces: webhook !== null, readOnly: settings.readOnly });
  const stop = async () => {
    await boss.stop({ graceful: true, timeout: 5_000 });
    await opened.close();
  };
  return { boss, database: opened, accessTo, stop };
}

/** Starts the workers once per process, and gives the running engine to whoever asks later. */
export function startJobs(): Promise<Jobs> {
  memory[MEMO] ??= start().catch((error: unknown) => {
    memory[MEMO] = undefined;
    throw error;
  });
  return memory[MEMO];
}

/** Takes a lane and gives how to reach it, or `undefined` where it is not, or no longer, to be read. */
export async function laneAccess(lane: LaneKey): Promise<ConfiguredLane | undefined> {
  return (await startJobs()).accessTo(lane);
}
