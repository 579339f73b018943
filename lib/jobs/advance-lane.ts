import { randomUUID } from "node:crypto";
import { AwsCallError, isThrottled } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { Sql } from "#lib/db/database.ts";
import { storeEnvironments, storeInstances, storeSettings } from "#lib/db/environment-queries.ts";
import { noteEngineFailure, releaseLease, takeLease } from "#lib/db/lane-queries.ts";
import { storeEvidence } from "#lib/db/rollout-evidence.ts";
import { commitTransitions, laneTargets, storeEvents } from "#lib/db/rollout-queries.ts";
import { noteMetricsFailure } from "#lib/db/use-queries.ts";
import type { AwsFailure } from "#lib/errors.ts";
import { apply } from "#lib/rollouts/apply.ts";
import { decide } from "#lib/rollouts/decide.ts";
import type { Decision } from "#lib/rollouts/decide.ts";
import { mayStart } from "#lib/rollouts/observation.ts";
import { isInFlight } from "#lib/rollouts/target.ts";
import type { TargetState, Transition } from "#lib/rollouts/target.ts";
import { decisionInTurn } from "./look-again.ts";
import { observeLane } from "./observe-lane.ts";
import type { LaneReading } from "./observe-lane.ts";
import { send } from "./send-command.ts";
import { settleExceptions } from "./settle-exceptions.ts";
import { settleBakes, settleUnseen } from "./settle-lane.ts";
import { watchBakes, watchedInVain, watchedNow } from "./watch-bakes.ts";
import { readWindowHold } from "./window-hold.ts";

/**
 * A dead worker's lane is free after this, which leaves room in the 30 seconds in which another must be at work. A call may
 * outlast it: whoever takes the lane over leaves a target with an intent alone for `PATIENCE.arrival`.
 */
const LEASE_MILLISECONDS = 15_000;

/**
 * A worker that was held up (a paused machine, a slow database) for longer than this since it renewed its lease sends
 * nothing. A call so ends at most 20 seconds after its lease was renewed (`WRITE_TIMEOUT_MS` later), 40 before anybody takes
 * it for lost: as far as the clocks of two workers may be apart. Versions keep their transitions apart in any case.
 */
export const SEND_WITHIN_MS = 5_000;

/** So often a write may be throttled before the lane says so: a little of it is the way of AWS. */
const THROTTLED_QUIETLY = 3;

export type AdvanceDeps = {
  sql: Sql;
  access: LaneAccess;
  /** In read-only mode nothing is started; what AWS is already doing is still followed to its end. */
  readOnly: boolean;
  /** Whether the webhook is told what happens to rollouts. */
  announces?: boolean;
  /** Whether CloudWatch may be asked; absent: it may. */
  readsMetrics?: boolean;
  now: () => Date;
};

/**
 * `busy`: another worker holds the lane. `idle`: nothing in the lane may be done now. `again`: something ended, so that
 * something else may start at once. `closed`: all that is left waits for a change window. `refused`: AWS takes no writes for
 * now (or nothing could be sent), for the so-maniest time in a row for that target.
 */
export type AdvanceResult =
  | { kind: "done" }
  | { kind: "busy" }
  | { kind: "waiting" }
  | { kind: "idle" }
  | { kind: "again" }
  | { kind: "closed"; opensAt: Date | null }
  | { kind: "refused"; attempt: number }
  | { kind: "unreadable" };

type Held = Awaited<ReturnType<typeof laneTargets>>[number];

/**
 * Takes a lane one step further: reads its targets, looks at AWS, decides, commits, acts. Everything it knows is in
 * the database and in AWS, so it may die at any instant and the next call goes on from what it finds.
 * @throws what the database throws; AWS's failures are stored with the lane or the target.
 */
export async function advanceLane(deps: AdvanceDeps): Promise<AdvanceResult> {
  const { sql, access, now, readsMetrics = true } = deps;
  const token = randomUUID();
  if (!(await takeLease(sql, access, token, now(), LEASE_MILLISECONDS))) return { kind: "busy" };
  try {
    await settleExceptions(sql, access, now(), deps);
    const baking = await settleBakes(sql, access, now(), deps);
    const targets = await laneTargets(sql, access);
    const all = deps.readOnly ? targets.flatMap(withoutWrites) : targets;
    if (all.length === 0 && baking.length === 0) return { kind: "done" };
    const windows = await readWindowHold(sql, all);
    const held = windows.open(all, now());
    if (held.length === 0 && baking.length === 0) return { kind: "closed", opensAt: windows.opensAt(all, now()) };
    // What is seen is at least as old as this, however long the look takes.
    const lookedAt = now();
    const watched = watchedNow(baking, lookedAt, readsMetrics);
    // A lane that waits for its wave, or for a person, costs AWS nothing.
    if (watched.length === 0 && !hasWork(held)) return { kind: "idle" };
    let reading: LaneReading;
    try {
      reading = await observeLane(
        access,
        held,
        watched.some(({ due }) => due.refused),
      );
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      await noteEngineFailure(sql, access, error.failure, now());
      await settleUnseen(sql, access, now(), deps);
      await storeEvidence(sql, watchedInVain(watched, lookedAt));
      return { kind: "unreadable" };
    }
    await noteEngineFailure(sql, access, null, now());
    await storeReading(sql, access, held, reading, now());
    const decisions = decide(held, reading.observation, lookedAt);
    const result = await carryOut(deps, token, { held, lookedAt }, decisions);
    // After what must not wait: counting calls may take a while, and is not urgent.
    if (watched.length > 0) {
      const { seen, failure } = await watchBakes(access, watched, reading.observation, lookedAt, readsMetrics);
      if (watched.some(({ due }) => due.refused))
        await noteMetricsFailure(sql, access, failure?.failure ?? null, now());
      await storeEvidence(sql, seen);
    }
    return result;
  } finally {
    await releaseLease(sql, access, token);
  }
}

/** In read-only mode nothing is started and nothing aborted: what AWS is doing is only followed. */
function withoutWrites(held: Held): Held[] {
  if (held.target.state.status === "pending") return [];
  return [{ ...held, steer: { ...held.steer, abortRequested: false } }];
}

/** Whether AWS must be looked at for the targets themselves: something is in flight, may start, or is to be stopped. */
function hasWork(held: readonly Held[]): boolean {
  if (mayStart(held).length > 0) return true;
  return held.some(({ target, steer }) => isInFlight(target.state.status) || steer.stopRequested);
}

async function storeReading(
  sql: Sql,
  access: LaneAccess,
  held: readonly Held[],
  reading: LaneReading,
  now: Date,
): Promise<void> {
  const { observation, facts, settings } = reading;
  await storeEnvironments(sql, access, facts, now);
  if (observation.instances !== null) {
    await storeInstances(sql, access, new Map([...observation.instances].map(([id, list]) => [id, [...list]])), now);
  }
  for (const [environmentId, read] of settings) {
    const listedDateUpdated = observation.environments.get(environmentId)?.dateUpdated ?? null;
    await storeSettings(
      sql,
      { accountId: access.accountId, region: access.region, environmentId },
      { ...read, listedDateUpdated, readAt: now },
    );
  }
  const ours = new Set(held.map(({ target }) => target.environmentId));
  const events = [...(observation.events ?? [])].flatMap(([environmentId, list]) =>
    ours.has(environmentId) ? list.map((event) => ({ ...event, environmentId })) : [],
  );
  if (events.length > 0) await storeEvents(sql, access, events);
}

async function carryOut(
  deps: AdvanceDeps,
  token: string,
  { held, lookedAt }: { held: readonly Held[]; lookedAt: Date },
  decisions: readonly Decision[],
): Promise<AdvanceResult> {
  const { sql, access, now } = deps;
  const versions = new Map(held.map(({ target, version }) => [target.id, { state: target.state, version }]));

  /** Applies one transition to what is known of its target and gives the row to commit. */
  const step = (decision: Decision, transition: Transition) => {
    const known = versions.get(decision.target.id);
    if (known === undefined) throw new Error(`No version is known of target ${decision.target.id}`);
    const next: TargetState = apply(known.state, transition);
    versions.set(decision.target.id, { state: next, version: known.version + 1 });
    return {
      targetId: decision.target.id,
      rolloutId: decision.target.rolloutId,
      expectedVersion: known.version,
      transitions: [transition],
      next,
    };
  };

  const settled = decisions.filter((decision) => decision.command === null);
  if (settled.length > 0) {
    // A look under throttling may outlast the lease, which may then be another worker's.
    if (!(await takeLease(sql, access, token, now(), LEASE_MILLISECONDS))) return { kind: "again" };
    const entries = settled.map((decision) => step(decision, decision.transition));
    const { conflicts } = await commitTransitions(sql, entries, now(), deps);
    // Somebody else moved these targets: their facts are newer than ours.
    if (conflicts.length > 0) return { kind: "again" };
  }

  let ended = settled.some(({ transition }) => FREES_A_PLACE[transition.kind]);
  for (const decided of decisions) {
    const entry = held.find(({ target }) => target.id === decided.target.id);
    if (decided.command === null || entry === undefined) continue;
    let decision: Decision | undefined;
    // Waiting for the lane's turn comes first: between the lease and the end of the call nothing may take long.
    try {
      decision = await decisionInTurn(access, entry, { decision: decided, lookedAt }, now);
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      await noteEngineFailure(sql, access, error.failure, now());
      return { kind: "unreadable" };
    }
    if (decision === undefined) continue;
    // A lease that ran out may already be another worker's.
    const leasedAt = now();
    if (!(await takeLease(sql, access, token, leasedAt, LEASE_MILLISECONDS))) return { kind: "again" };
    // Whether it may still start is asked again there: its window may have closed since, its rollout been paused.
    const intended = step(decision, stamped(decision.transition, now()));
    const { conflicts } = await commitTransitions(sql, [intended], now(), deps);
    if (conflicts.length > 0) continue;
    if (decision.command === null) {
      ended ||= FREES_A_PLACE[decision.transition.kind];
      continue;
    }
    const heldUp = Math.abs(now().getTime() - leasedAt.getTime()) > SEND_WITHIN_MS;
    const answer = heldUp ? notSent(decision) : await send(access, decision);
    if (answer === undefined) continue;
    await commitTransitions(sql, [step(decision, answer)], now(), deps);
    if (answer.kind === "not-arrived" || answer.kind === "abort-not-arrived") {
      // What goes for one call goes for the lane's others: at once they would fare no better.
      const attempt = decision.target.state.attempt + 1;
      const failure = answer.known?.kind === "refused" ? answer.known.failure : HELD_UP;
      if (!isThrottled(failure) || attempt > THROTTLED_QUIETLY) await noteEngineFailure(sql, access, failure, now());
      return { kind: "refused", attempt };
    }
    ended ||= FREES_A_PLACE[answer.kind];
  }
  return { kind: ended ? "again" : "waiting" };
}

/** What a lane shows whose worker could not send in time. */
const HELD_UP: AwsFailure = {
  operation: "imds-fleet:update",
  code: "WorkerHeldUp",
  message:
    "This server was held up between announcing a change and sending it, so nothing was sent; it is tried again. If this goes on, its database or its machine is too slow.",
  requestId: null,
  httpStatus: null,
  outcome: "refused",
};

function notSent({ command }: Decision): Transition {
  const known = { kind: "not-sent" } as const;
  return command?.kind === "abort" ? { kind: "abort-not-arrived", known } : { kind: "not-arrived", known };
}

/** An intent counts from its commit, not from the look it was decided on. */
function stamped(transition: Transition, now: Date): Transition {
  if (transition.kind === "abort-announced") return { ...transition, at: now.toISOString() };
  if (transition.kind !== "started") return transition;
  return { ...transition, intent: { ...transition.intent, at: now.toISOString() } };
}

/** Whether a transition frees a place in the lane. */
const FREES_A_PLACE: Record<Transition["kind"], boolean> = {
  started: false,
  "answer-lost": false,
  accepted: false,
  "not-arrived": true,
  "abort-announced": false,
  "abort-answered": false,
  "abort-not-arrived": false,
  applied: false,
  succeeded: true,
  skipped: true,
  blocked: true,
  failed: true,
};
