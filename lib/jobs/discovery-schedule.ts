import type { PgBoss } from "pg-boss";
import type { Config } from "#lib/config.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import type { DiscoveryConfig, DiscoveryDeps } from "./discover.ts";
import { discover, needsDiscovery } from "./discover.ts";
import { requestScan } from "./scan-schedule.ts";

/** One job looks for accounts and regions that are new or gone, and asks for its own successor. */
const DISCOVERY_QUEUE = "discover";

const HEARTBEAT_SECONDS = 10;
const RETRY_SECONDS = 3;
/** The largest organization has 10,000 accounts, each asked in about a second, eight at once. */
const EXPIRE_SECONDS = 30 * 60;

type Deps = DiscoveryDeps & { config: DiscoveryConfig & Pick<Config, "scanIntervalSeconds"> };

/**
 * Registers the worker that discovers accounts and regions as often as lanes are scanned, on one replica at a time; what
 * it finds new is scanned at once. Nothing is registered where the configuration names every account and region.
 */
export async function registerDiscovery(boss: PgBoss, deps: Deps): Promise<void> {
  if (!needsDiscovery(deps.config)) return;
  await boss.createQueue(DISCOVERY_QUEUE, {
    policy: "stately",
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryDelay: RETRY_SECONDS,
    retryLimit: 1_000_000,
    expireInSeconds: EXPIRE_SECONDS,
  });
  const later = () =>
    boss.send(DISCOVERY_QUEUE, {}, { singletonKey: "all", startAfter: deps.config.scanIntervalSeconds });
  await boss.work(DISCOVERY_QUEUE, { pollingIntervalSeconds: 1 }, async (jobs) => {
    await discover({ ...deps, signal: jobs[0]?.signal });
    const fresh = (await listLanes(deps.sql)).filter(({ scan }) => scan.kind === "never");
    if (fresh.length > 0) await requestScan(boss, deps.sql, fresh);
    await later();
  });
  // One left over from an earlier start may wait for an interval that is no longer configured.
  await boss.deleteQueuedJobs(DISCOVERY_QUEUE);
  await later();
}
