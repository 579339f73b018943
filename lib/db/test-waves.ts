import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { EnvironmentKey, LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import type { Sql } from "./database.ts";
import { insertDraft, startRollout } from "./rollout-drafts.ts";
import { commitTransitions, laneTargets } from "./rollout-queries.ts";
import type { HeldTarget } from "./rollout-queries.ts";
import { rolloutDetail } from "./rollout-reads.ts";
import { later, NOW, targetOn } from "./test-facts.ts";

/** What happens to a target that was started: it fails, or succeeds. */
export const FAIL: Transition = { kind: "failed", reason: { kind: "terminated" } };
export const DONE: Transition[] = [
  { kind: "accepted", requestId: null },
  {
    kind: "succeeded",
    proof: { optionValue: "true", instances: 1, at: NOW.toISOString(), healthBefore: "Green" },
  },
];
/** What happens to a target that is started. */
export const start = (attempt: number): Transition => ({
  kind: "started",
  attempt,
  intent: { at: NOW.toISOString(), dateUpdated: null, health: "Green" },
});
/** A canary, and no failure that is tolerated. */
export const CANARY: Partial<Policy> = {
  canary: { kind: "amount", amount: { kind: "count", count: 1 } },
  cap: { perLane: 5, inAll: null },
};
export const NO_FAILURE: Partial<Policy> = {
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
  cap: { perLane: 5, inAll: null },
};

/** Takes the database and gives ways to begin rollouts in waves there, to let things happen to their targets, and to look. */
export function stageWaves(sql: () => Sql) {
  const begin = async (lanes: readonly LaneKey[], each: number, policy: Partial<Policy>): Promise<string> => {
    const id = randomUUID();
    const keys = lanes.flatMap(({ accountId, region }) =>
      Array.from({ length: each }, (_, n): EnvironmentKey => ({ accountId, region, environmentId: `e-${n}` })),
    );
    const rollout = {
      id,
      kind: "bulk" as const,
      createdBy: "ann",
      createdAt: NOW,
      policy: { ...NO_POLICY, ...policy },
      planHash: "hash",
      basedOn: null,
    };
    await insertDraft(sql(), { rollout, targets: keys.map((key) => targetOn(id, key)) });
    const by = { startedBy: "bob", acknowledgements: null, now: NOW };
    expect(await startRollout(sql(), { id, planHash: "hash", ...by })).toBe("started");
    return id;
  };
  const commit = (held: readonly HeldTarget[], happened: readonly Transition[], at = later(1)) =>
    commitTransitions(
      sql(),
      held.map(({ target, version }) => ({
        targetId: target.id,
        rolloutId: target.rolloutId,
        expectedVersion: version,
        transitions: happened,
        next: happened.reduce(apply, target.state),
      })),
      at,
    );
  const held = (lane: LaneKey) => laneTargets(sql(), lane);
  const one = async (lane: LaneKey, name: string) =>
    (await held(lane)).filter(({ target }) => target.environmentId === name);
  const look = async (id: string) => {
    const detail = await rolloutDetail(sql(), id);
    return { status: detail?.status, pause: detail?.pause, waves: detail?.waves.map(({ state }) => state) };
  };
  /** Tries to start all of a lane's pending targets, one after the other; gives how many were. */
  const startAll = async (lane: LaneKey): Promise<number> => {
    let started = 0;
    for (const entry of await held(lane)) {
      if (entry.target.state.status !== "pending") continue;
      started += (await commit([entry], [start(1)])).conflicts.length === 0 ? 1 : 0;
    }
    return started;
  };
  return { begin, commit, held, one, look, startAll };
}
