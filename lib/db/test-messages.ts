import { randomUUID } from "node:crypto";
import { sql as raw } from "drizzle-orm";
import { beforeEach, expect } from "vitest";
import { z } from "zod";
import type { LaneKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { RolloutKind } from "#lib/rollouts/rollout.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import type { Sql } from "./database.ts";
import { liftHalt } from "./halt-queries.ts";
import { insertDraft, startRollout } from "./rollout-drafts.ts";
import { commitTransitions, laneTargets } from "./rollout-queries.ts";
import { webhookDeliveries } from "./schema-history.ts";
import { later, NOW, targetOn } from "./test-facts.ts";

/** There is a webhook to be told. */
export const TOLD = { announces: true };
/** What happens to a target that is started. */
export const START: Transition = { kind: "started", attempt: 1, intent: { at: NOW.toISOString(), dateUpdated: null } };
/** A canary, and not one failure. */
export const CANARY: Policy = {
  ...NO_POLICY,
  canary: { kind: "amount", amount: { kind: "count", count: 1 } },
  cap: { perLane: 5, inAll: null },
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
};

const Message = z.object({ type: z.string(), timestamp: z.string(), data: z.looseObject({ rolloutId: z.string() }) });
type Message = z.output<typeof Message>;

/**
 * Takes the database and gives ways to begin rollouts there, to let things happen to their targets, and what the webhook is told.
 * Before each test nothing is queued, and nothing halted.
 */
export function stageMessages(sql: () => Sql) {
  beforeEach(async () => {
    await sql().execute(raw`truncate webhook_deliveries`);
    await liftHalt(sql());
  });

  const draft = async (lane: LaneKey, each: number, policy: Policy, kind: RolloutKind = "bulk"): Promise<string> => {
    const { accountId, region } = lane;
    const id = randomUUID();
    const rollout = { id, kind, createdBy: "ann", createdAt: NOW, policy, planHash: "hash", basedOn: null };
    const planned = Array.from({ length: each }, (_, n) =>
      targetOn(id, { accountId, region, environmentId: `e-${n}` }),
    );
    await insertDraft(sql(), { rollout, targets: planned });
    return id;
  };
  const start = (id: string, telling = TOLD) =>
    startRollout(sql(), { id, planHash: "hash", startedBy: "bob", acknowledgements: null, now: NOW }, telling);
  const begin = async (lane: LaneKey, each: number, policy: Policy, kind?: RolloutKind): Promise<string> => {
    const id = await draft(lane, each, policy, kind);
    expect(await start(id)).toBe("started");
    return id;
  };
  /** Takes names of a lane's environments and commits what happened to each of them. */
  const happen = async (lane: LaneKey, names: readonly string[], happened: readonly Transition[], at = later(1)) => {
    for (const { target, version } of await laneTargets(sql(), lane)) {
      if (!names.includes(target.environmentId)) continue;
      const { id: targetId, rolloutId } = target;
      const next = happened.reduce(apply, target.state);
      const entry = { targetId, rolloutId, expectedVersion: version, transitions: happened, next };
      expect(await commitTransitions(sql(), [entry], at, TOLD)).toEqual({ conflicts: [] });
    }
  };
  const told = async (): Promise<Message[]> => {
    const rows = await sql().select({ body: webhookDeliveries.body }).from(webhookDeliveries);
    const messages = rows.map(({ body }) => Message.parse(JSON.parse(body)));
    return messages.toSorted((one, other) => one.timestamp.localeCompare(other.timestamp));
  };
  const types = async (): Promise<string[]> => (await told()).map(({ type }) => type).toSorted();
  const one = async (type: string): Promise<Message | undefined> => {
    const found = (await told()).filter((message) => message.type === type);
    expect(found).toHaveLength(1);
    return found[0];
  };
  return { draft, start, begin, happen, told, types, one };
}
