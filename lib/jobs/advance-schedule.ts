import type { Job, PgBoss } from "pg-boss";
import { z } from "zod";
import type { Config } from "#lib/config.ts";
import type { Sql } from "#lib/db/database.ts";
import { lanesWithUnfinishedTargets, noteEngineFailure } from "#lib/db/lane-queries.ts";
import { bakingLanes, storeEvidence } from "#lib/db/rollout-evidence.ts";
import type { LaneKey } from "#lib/imds/environment.ts";
import { advanceLane } from "./advance-lane.ts";
import type { AdvanceResult } from "./advance-lane.ts";
import { laneName } from "./lanes.ts";
import { settleBakes, settleStops, settleUnseen } from "./settle-lane.ts";
import type { AccessTo } from "./lanes.ts";
import { watchedInVain, watchedNow } from "./watch-bakes.ts";
import { wakeDelivery } from "./webhook-schedule.ts";

export const ADVANCE_QUEUE = "advance-lane";
const SWEEP = "advance-sweep";
const SWEEP_SECONDS = 30;
/** So many lanes are looked at at once: most of a look is waiting, for a lane's turn at AWS and for its answers. */
const LANES_AT_ONCE = 8;
/** The longest a lane waits that takes no writes for now. */
const REFUSED_SECONDS = 60;
/** The longest a lane waits for a window before it looks whether the windows have changed; AWS is not asked meanwhile. */
const CLOSED_SECONDS = 60;
const Payload = z.object({ accountId: z.string(), region: z.string() });

type Deps = {
  sql: Sql;
  accessTo: AccessTo;
  config: Pick<Config, "readOnly" | "rolloutTickSeconds" | "webhook" | "metrics">;
  now: () => Date;
  /** Whether it is known which lanes are to be read; absent: it is. */
  areLanesKnown?: () => boolean;
};

/** Wakes a lane's rollout job. One job may wait and one may run for a lane; one that waits for later is brought forward. */
export async function wakeLane(boss: PgBoss, lane: LaneKey, afterSeconds = 0): Promise<void> {
  const data = { accountId: lane.accountId, region: lane.region };
  await boss.upsert(ADVANCE_QUEUE, data, { singletonKey: laneName(lane), startAfter: afterSeconds });
}

/** Wakes it as well, unless a job waits for it already: that one keeps its time, which may be sooner. */
async function wakeUnlessWaiting(boss: PgBoss, lane: LaneKey, afterSeconds = 0): Promise<void> {
  const data = { accountId: lane.accountId, region: lane.region };
  await boss.send(ADVANCE_QUEUE, data, { singletonKey: laneName(lane), startAfter: afterSeconds });
}

/** Seconds until a lane is looked at again. */
function delayOf(result: AdvanceResult, tickSeconds: number, now: Date): number | undefined {
  switch (result.kind) {
    case "done":
      return undefined;
    case "again":
      return 0;
    case "busy":
      return 1;
    case "waiting":
    case "idle":
      return tickSeconds;
    case "closed": {
      const seconds = result.opensAt === null ? Infinity : (result.opensAt.getTime() - now.getTime()) / 1_000;
      return Math.min(CLOSED_SECONDS, Math.max(0, Math.ceil(seconds)));
    }
    case "refused":
      // The longer it lasts the less is gained by asking; what is in flight beside it is looked at all the same.
      return Math.max(tickSeconds, Math.min(REFUSED_SECONDS, tickSeconds * result.attempt));
    case "unreadable":
      return tickSeconds * 2;
  }
}

async function runLane(boss: PgBoss, deps: Deps, lane: LaneKey): Promise<void> {
  const announces = deps.config.webhook !== null;
  await settleStops(deps.sql, lane, deps.now(), { announces });
  if (deps.areLanesKnown?.() === false) {
    await wakeUnlessWaiting(boss, lane, deps.config.rolloutTickSeconds);
    return;
  }
  const access = await deps.accessTo(lane);
  if (access === undefined) {
    await noteEngineFailure(
      deps.sql,
      lane,
      {
        operation: "imds-fleet:configuration",
        code: "LaneNotConfigured",
        message: `Account ${lane.accountId} in ${lane.region} is no longer configured; its unfinished targets wait, and what was being updated is given up after 12 hours.`,
        requestId: null,
        httpStatus: null,
        outcome: "refused",
      },
      deps.now(),
    );
    await settleUnseen(deps.sql, lane, deps.now(), { announces });
    // Nobody else settles what bakes there, or notes that it cannot be looked at.
    const baking = await settleBakes(deps.sql, lane, deps.now(), { announces });
    await storeEvidence(
      deps.sql,
      watchedInVain(watchedNow(baking, deps.now(), deps.config.metrics !== null), deps.now()),
    );
    return;
  }
  const { sql, now, config } = deps;
  const { readOnly, metrics } = config;
  const result = await advanceLane({ sql, access, readOnly, announces, readsMetrics: metrics !== null, now });
  const delay = delayOf(result, config.rolloutTickSeconds, now());
  // Whoever woke the lane while it was worked on does not wait for its next look.
  if (delay !== undefined) await wakeUnlessWaiting(boss, lane, delay);
  if (announces) await wakeDelivery(boss);
}

/** Registers one worker. It polls for lanes, but where one was ready it asks for the next at once: many lanes lose no ticks. */
async function registerAdvanceWorker(boss: PgBoss, deps: Deps): Promise<void> {
  const registered = Promise.withResolvers<string>();
  const act = async (jobs: Job<unknown>[]): Promise<void> => {
    for (const job of jobs) await runLane(boss, deps, Payload.parse(job.data));
    boss.notifyWorker(await registered.promise);
  };
  registered.resolve(await boss.work(ADVANCE_QUEUE, { pollingIntervalSeconds: 0.5, batchSize: 1 }, act));
}

/** Registers the workers that advance rollouts, and wakes every lane that a stop or a crash left unfinished. */
export async function registerAdvanceWorkers(boss: PgBoss, deps: Deps): Promise<void> {
  await boss.createQueue(ADVANCE_QUEUE, {
    policy: "stately",
    // The smallest heartbeat: a worker that died is replaced within about 12 seconds.
    heartbeatSeconds: 10,
    expireInSeconds: 15 * 60,
    retryLimit: 1_000_000,
    retryDelay: 2,
    deleteAfterSeconds: 60,
  });
  for (let place = 0; place < LANES_AT_ONCE; place += 1) await registerAdvanceWorker(boss, deps);

  // A lane whose wake-up was lost with the process that owed it is found here; one that has a job keeps its job.
  await boss.createQueue(SWEEP, { policy: "stately", heartbeatSeconds: 10, retryLimit: 1_000_000, retryDelay: 2 });
  await boss.work(SWEEP, { pollingIntervalSeconds: 1 }, async () => {
    const lanes = [...(await lanesWithUnfinishedTargets(deps.sql)), ...(await bakingLanes(deps.sql))];
    for (const lane of lanes) await wakeUnlessWaiting(boss, lane);
    await boss.upsert(SWEEP, {}, { singletonKey: "all", startAfter: SWEEP_SECONDS });
  });
  await boss.upsert(SWEEP, {}, { singletonKey: "all", startAfter: 0 });
}
