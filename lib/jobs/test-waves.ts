import { expect, onTestFinished } from "vitest";
import type { Sql } from "#lib/db/database.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { step } from "#lib/simulator/transitions.ts";
import type { Environment } from "#lib/simulator/world.ts";
import { advanceLane } from "./advance-lane.ts";
import { simulateLane } from "./test-lane.ts";

const MINUTE = 60_000;
/** One goes first and is looked at; no failure is tolerated. */
export const CANARY: Partial<Policy> = {
  canary: { kind: "amount", amount: { kind: "count", count: 1 } },
  bakeMinutes: { canary: 10, wave: 0 },
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
};

/** Takes environments and gives them in the order in which they are put into waves. */
export const byId = (environments: readonly Environment[]): Environment[] =>
  environments.toSorted((one, other) => (one.id < other.id ? -1 : 1));

/**
 * Takes the database and gives a simulated lane there for a test, ways to let time pass in it, to look at its rollouts, and to say
 * how much an environment calls IMDSv1.
 */
export async function stageWaves(sql: Sql) {
  const lane = await simulateLane(sql);
  onTestFinished(() => lane.aws.close());
  let ahead = 0;

  const now = () => new Date(Date.now() + ahead);
  const pass = (minutes: number) => {
    ahead += minutes * MINUTE;
  };
  /** Time passes for the engine; in AWS what is under way ends. */
  const tick = async (minutes = 0) => {
    pass(minutes);
    const result = await advanceLane({ ...lane.deps, now });
    step(lane.aws.world, new Date(), "all");
    return result;
  };
  const look = async (id: string) => {
    const detail = await rolloutDetail(lane.deps.sql, id);
    if (detail === null) throw new Error("The rollout is there");
    return detail;
  };
  const statuses = async (id: string, order: readonly Environment[]) => {
    const { targets } = await look(id);
    return order.map(
      ({ id: environmentId }) => targets.find((one) => one.environmentId === environmentId)?.state.status,
    );
  };
  const using = (environment: Environment | undefined, callsPerHour: number | null) => {
    for (const instance of environment?.instances ?? []) {
      instance.imdsV1Use = callsPerHour === null ? { kind: "unreported" } : { kind: "reported", callsPerHour };
    }
  };
  /** Lets the canary be changed and proven. */
  const bake = async (id: string) => {
    await tick();
    await tick();
    expect((await look(id)).waves.map(({ state }) => state)).toEqual(["baking", "waiting"]);
  };
  return { lane, now, pass, tick, look, statuses, using, bake };
}
