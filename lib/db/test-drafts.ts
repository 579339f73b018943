import { randomUUID } from "node:crypto";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { apply } from "#lib/rollouts/apply.ts";
import type { Target, Transition } from "#lib/rollouts/target.ts";
import type { Sql } from "./database.ts";
import type { HeldTarget } from "./rollout-queries.ts";
import { NO_POLICY } from "#lib/rollouts/policy.ts";
import { insertDraft, startRollout } from "./rollout-drafts.ts";
import { commitTransitions } from "./rollout-queries.ts";
import { rolloutDetail } from "./rollout-reads.ts";
import { later, NOW, targetOn } from "./test-facts.ts";

/** What happens to a target whose rollout is stopped before it is started, and to one that is started. */
export const SKIP: Transition = { kind: "skipped", reason: "stopped" };
export const start = (attempt: number): Transition => ({
  kind: "started",
  attempt,
  intent: { at: NOW.toISOString(), dateUpdated: null },
});

/** Who starts a draft, and on what terms. */
export const BY_BOB = { startedBy: "bob", acknowledgements: null };

/** Takes the database and gives ways to make drafts there, to start them, to commit what happens to their targets, and to look. */
export function stageDrafts(sql: () => Sql) {
  const keysIn = (lane: { accountId: string; region: string }, ...ids: string[]): EnvironmentKey[] =>
    ids.map((environmentId) => ({ accountId: lane.accountId, region: lane.region, environmentId }));
  const draftOf = async (
    keys: readonly EnvironmentKey[],
    different: Partial<Target> = {},
    capPerLane = 2,
  ): Promise<string> => {
    const id = randomUUID();
    const rollout = {
      id,
      kind: "bulk" as const,
      createdBy: "ann",
      createdAt: NOW,
      policy: { ...NO_POLICY, cap: { perLane: capPerLane, inAll: null } },
      planHash: "hash",
      basedOn: null,
    };
    await insertDraft(sql(), { rollout, targets: keys.map((key) => targetOn(id, key, different)) });
    return id;
  };
  const started = (id: string) => startRollout(sql(), { id, planHash: "hash", ...BY_BOB, now: later(1) });
  const commit = (held: readonly HeldTarget[], ...happened: Transition[]) =>
    commitTransitions(
      sql(),
      held.map(({ target, version }) => ({
        targetId: target.id,
        rolloutId: target.rolloutId,
        expectedVersion: version,
        transitions: happened,
        next: happened.reduce(apply, target.state),
      })),
      later(2),
    );
  const statusOf = async (id: string) => (await rolloutDetail(sql(), id))?.status;
  return { keysIn, draftOf, started, commit, statusOf };
}
