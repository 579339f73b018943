import { PgBoss } from "pg-boss";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import type { Database } from "#lib/db/database.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { registerAdvanceWorkers } from "./advance-schedule.ts";
import { registerUpkeepWorker } from "./alerts-upkeep.ts";
import { registerBeginWorker } from "./begin-schedule.ts";
import { discover, needsDiscovery } from "./discover.ts";
import { registerDiscovery } from "./discovery-schedule.ts";
import { accessOnceKnown, knowLanes } from "./known-lanes.ts";
import type { KnownLanes } from "./known-lanes.ts";
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
  lanes: KnownLanes;
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
  const announces = webhook !== null;
  const deps = { sql, accessTo, config: settings, now, afterScan };
  const ending = new AbortController();
  const lanes = knowLanes(async () => {
    await discover({ config: settings, sql, now, announces, signal: ending.signal });
    await registerDiscovery(boss, { ...deps, announces });
    await registerScanWorkers(boss, deps);
    await registerValidateWorker(boss, { ...deps, readsMetrics: settings.metrics !== null });
  });
  // The configuration alone takes a moment; AWS's answers take as long as they take, and screens do not wait for them.
  if (!needsDiscovery(settings)) await lanes.known;
  if (webhook !== null) await registerDeliveryWorker(boss, { ...deps, webhook });
  await registerUpkeepWorker(boss, { ...deps, announces });
  await registerAdvanceWorkers(boss, { ...deps, areLanesKnown: lanes.areKnown });
  await registerBeginWorker(boss, { ...deps, announces, readOnly: settings.readOnly });
  const stop = async () => {
    ending.abort();
    await boss.stop({ graceful: true, timeout: 5_000 });
    await opened.close();
  };
  return { boss, database: opened, accessTo: accessOnceKnown(lanes, accessTo), lanes, stop };
}

/** Starts the workers once per process, and gives the running engine to whoever asks later. */
export function startJobs(): Promise<Jobs> {
  memory[MEMO] ??= start().catch((error: unknown) => {
    memory[MEMO] = undefined;
    throw error;
  });
  return memory[MEMO];
}

/** Takes a lane and gives how to reach it, or `undefined` where it is not, or no longer, to be read, or that is not known yet. */
export async function laneAccess(lane: LaneKey): Promise<ConfiguredLane | undefined> {
  return (await startJobs()).accessTo(lane);
}

/** So long an action waits for the lanes to be known, in milliseconds; whoever asked for it sits before the screen. */
const LANES_WITHIN_MS = 10_000;

/** Waits for a while until it is known which lanes are to be read, and tells whether it is. */
export async function lanesKnown(): Promise<boolean> {
  return (await startJobs()).lanes.within(LANES_WITHIN_MS);
}
