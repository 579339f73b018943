import { methodsOf } from "#lib/imds/posture.ts";
import type { Methods, PostureInstance } from "#lib/imds/posture.ts";
import { closingEventSeen, failureWords, operationEvents, warningWords } from "./events.ts";
import { mayStart } from "./observation.ts";
import type { LaneObservation, LaneTarget, ObservedEnvironment, ObservedSettings } from "./observation.ts";
import type { BlockReason, Change, Drifted, Intent, Target, TargetState, Transition } from "./target.ts";

/** How long the engine waits before it calls something settled; milliseconds. */
export const PATIENCE = {
  /** AWS may show an accepted update a little late; longer than a write may take. */
  arrival: 60_000,
  /** So many calls may vanish without a trace before the target is given up. */
  attempts: 3,
  /** Ready, but nothing tells that the update ran. */
  noEvidence: 10 * 60_000,
  /** Instances may report their options late after the update. */
  instances: 15 * 60_000,
  /** Rolling updates wait up to an hour for each batch. */
  update: 12 * 60 * 60_000,
} as const;

/** What becomes of one target now. The transition is committed before the command is carried out. */
export type Decision = {
  target: Target;
  transition: Transition;
  command: { kind: "update"; change: Change } | { kind: "abort" } | null;
};

type State<S extends TargetState["status"]> = Extract<TargetState, { status: S }>;

/** Takes a change and what was there before and gives the methods that prove it; `undefined` where no value can. */
export function wantedMethods(change: Change, platformDefault: string | null): Methods | undefined {
  if (change.kind === "set") return change.methods;
  return platformDefault === null ? undefined : methodsOf(platformDefault);
}

const elapsed = (since: string, now: Date): number => now.getTime() - Date.parse(since);
const has = (optionValue: string | null, wanted: Methods | undefined, platformDefault: string | null): boolean => {
  const value = optionValue ?? platformDefault;
  return wanted !== undefined && value !== null && methodsOf(value) === wanted;
};
const isGone = (environment: ObservedEnvironment | undefined): boolean =>
  environment === undefined || environment.status === "Terminating" || environment.status === "Terminated";

function driftedSinceReview(target: Target, seen: ObservedSettings): Drifted | undefined {
  const { before } = target;
  const differs = (what: Drifted["what"], was: string | null, is: string | null) =>
    was === is ? undefined : ({ kind: "drifted", what, was, is } as const);
  return (
    differs("option-setting", before.optionValue, seen.optionValue) ??
    // AWS need not say what launch options belong to; silence is no change.
    (seen.launchKind === null ? undefined : differs("launch-kind", before.launchKind, seen.launchKind)) ??
    differs("replacement", before.replacement.kind, seen.replacement.kind)
  );
}

function decidePending(target: Target, observation: LaneObservation, now: Date): Omit<Decision, "target"> | undefined {
  const blocked = (reason: BlockReason) => ({ transition: { kind: "blocked", reason } as const, command: null });
  const environment = observation.environments.get(target.environmentId);
  if (environment === undefined || isGone(environment)) return blocked({ kind: "terminated" });
  if (environment.status !== "Ready") return blocked({ kind: "busy", status: environment.status });
  const settings = observation.settings.get(target.environmentId);
  if (settings === undefined) return undefined;
  if (!settings.ok) {
    // A lost answer to a read costs nothing: the next look asks again.
    return settings.failure.outcome === "refused"
      ? blocked({ kind: "check-refused", failure: settings.failure })
      : undefined;
  }
  const seen = settings.value;
  if (seen.draft?.status === "pending") return blocked({ kind: "pending-draft" });
  if (
    target.change.kind === "set" &&
    seen.optionValue !== null &&
    methodsOf(seen.optionValue) === target.change.methods
  ) {
    return { transition: { kind: "skipped", reason: "already-set" }, command: null };
  }
  const drifted = driftedSinceReview(target, seen);
  if (drifted !== undefined) return { transition: { kind: "skipped", reason: drifted }, command: null };
  const { dateUpdated, health } = environment;
  const intent: Intent = { at: now.toISOString(), dateUpdated, health };
  return {
    transition: { kind: "started", attempt: target.state.attempt + 1, intent },
    command: { kind: "update", change: target.change },
  };
}

/** Gives the end of a target of which nothing could be learned for longer than any update lasts. */
function overdue(intent: Intent, now: Date): Transition | undefined {
  return elapsed(intent.at, now) > PATIENCE.update
    ? { kind: "failed", reason: { kind: "inconclusive", why: "no-end-in-time" } }
    : undefined;
}

/**
 * Takes the state of a target whose lane cannot be looked at, and the time, and gives its end where it is in flight for longer
 * than any update lasts. A later look may find more out about it; a rollout must not wait for one that never comes.
 */
export function decideUnseen(state: TargetState, now: Date): Transition | undefined {
  return "intent" in state ? overdue(state.intent, now) : undefined;
}

/** The call was made, or perhaps was, and its answer is not known: look for what it left behind. */
function decideApplying(
  target: Target,
  state: State<"applying">,
  observation: LaneObservation,
  now: Date,
): Transition | undefined {
  const environment = observation.environments.get(target.environmentId);
  if (environment === undefined || isGone(environment)) return { kind: "failed", reason: { kind: "terminated" } };
  const settings = observation.settings.get(target.environmentId);
  if (settings === undefined || !settings.ok) return overdue(state.intent, now);
  const { optionValue, draft } = settings.value;
  const moved = environment.dateUpdated !== state.intent.dateUpdated;
  const wanted = wantedMethods(target.change, target.before.platformDefault);
  const carries = (value: string | null) =>
    target.change.kind === "remove"
      ? value !== target.before.optionValue
      : has(value, wanted, target.before.platformDefault);
  const arrived =
    carries(optionValue) || (draft !== null && carries(draft.optionValue) && (draft.status === "pending" || moved));
  if (arrived) {
    const events = operationEvents(observation.events?.get(target.environmentId) ?? [], state.intent, null);
    return { kind: "accepted", requestId: events.find((event) => event.requestId !== null)?.requestId ?? null };
  }
  // Whose update this is shows when it has ended: until then it may well be ours.
  if (environment.status !== "Ready") return overdue(state.intent, now);
  if (elapsed(state.intent.at, now) < PATIENCE.arrival) return undefined;
  if (moved) {
    // Something ran and left the old value: ours that rolled back, or somebody else's. Never send again on a guess.
    return { kind: "failed", reason: { kind: "inconclusive", why: "unclear-who-changed-it" } };
  }
  if ((state.vanished ?? 0) + 1 >= PATIENCE.attempts) {
    return { kind: "failed", reason: { kind: "inconclusive", why: "answer-lost-too-often" } };
  }
  return { kind: "not-arrived" };
}

function agree(instances: readonly PostureInstance[], wanted: Methods): boolean {
  const token = wanted === "v2-only" ? "required" : "optional";
  return instances.every((instance) => instance.httpTokens === token);
}

function proven(
  target: Target,
  { at: sentAt, health }: Intent,
  optionValue: string | null,
  observation: LaneObservation,
  now: Date,
): Transition | undefined {
  const instances = observation.instances?.get(target.environmentId) ?? [];
  const wanted = wantedMethods(target.change, target.before.platformDefault);
  const enough = instances.length > 0 || target.before.instanceCount === 0;
  if (observation.instances === null || wanted === undefined || !enough || !agree(instances, wanted)) return undefined;
  const proof = { optionValue, instances: instances.length, at: now.toISOString(), sentAt };
  const seen = observation.environments.get(target.environmentId)?.health;
  return {
    kind: "succeeded",
    proof: {
      ...proof,
      ...(health === undefined ? {} : { healthBefore: health }),
      ...(seen === undefined ? {} : { health: seen }),
    },
  };
}

/** `Ready` alone is not success: an update that rolled itself back also ends there. */
function decideUpdating(
  target: Target,
  state: State<"updating">,
  observation: LaneObservation,
  now: Date,
): Transition | undefined {
  const environment = observation.environments.get(target.environmentId);
  if (environment === undefined || isGone(environment)) return { kind: "failed", reason: { kind: "terminated" } };
  const waited = elapsed(state.intent.at, now);
  if (environment.status !== "Ready") return overdue(state.intent, now);
  const settings = observation.settings.get(target.environmentId);
  if (settings === undefined || !settings.ok || observation.events === null) return overdue(state.intent, now);
  const { optionValue } = settings.value;
  const events = operationEvents(observation.events.get(target.environmentId) ?? [], state.intent, state.requestId);
  // Whose request id AWS's words of an abort carry is not known; the value that stands tells.
  const isAborted = state.abort !== undefined && state.abort.answer?.kind !== "refused";
  if (isAborted && environment.dateUpdated !== state.intent.dateUpdated && optionValue === target.before.optionValue)
    return { kind: "failed", reason: { kind: "aborted", words: warningWords(events) } };
  const wanted = wantedMethods(target.change, target.before.platformDefault);
  const wantedBy = (value: string | null) => has(value, wanted, target.before.platformDefault);
  const words = failureWords(events);
  if (words !== undefined) {
    // AWS may end with errors and leave the new value where it is.
    const stands = wantedBy(optionValue) && optionValue !== target.before.optionValue;
    return { kind: "failed", reason: { kind: stands ? "completed-with-errors" : "rolled-back", words } };
  }
  const moved = environment.dateUpdated !== state.intent.dateUpdated;
  const closed = closingEventSeen(events);
  // An override may equal the default: then no value tells that it is gone, and an aborted update moves the date as well.
  const ran = target.change.kind === "set" || closed || (moved && !wantedBy(target.before.optionValue));
  if (wantedBy(optionValue) && ran) {
    return (
      proven(target, state.intent, optionValue, observation, now) ?? {
        kind: "applied",
        optionValue,
        at: now.toISOString(),
      }
    );
  }
  if (closed) return { kind: "failed", reason: { kind: "value-kept", optionValue } };
  if (moved && waited > PATIENCE.arrival && !wantedBy(optionValue)) {
    // It ran, it is over, and the old value stands: aborted by somebody, or put back without the usual words.
    return { kind: "failed", reason: { kind: "rolled-back", words: warningWords(events) } };
  }
  // Events may be shown a little after Ready: a long update's last words count from the date it moved.
  const lastSign = moved && environment.dateUpdated !== null ? environment.dateUpdated : state.intent.at;
  if (Math.min(waited, elapsed(lastSign, now)) < PATIENCE.noEvidence) return undefined;
  return { kind: "failed", reason: { kind: "inconclusive", why: "no-end-in-time" } };
}

function decideVerifying(
  target: Target,
  state: State<"verifying">,
  observation: LaneObservation,
  now: Date,
): Transition | undefined {
  const environment = observation.environments.get(target.environmentId);
  if (environment === undefined || isGone(environment)) return { kind: "failed", reason: { kind: "terminated" } };
  const success = proven(target, state.intent, state.optionValue, observation, now);
  if (success !== undefined) return success;
  if (observation.instances === null || elapsed(state.since, now) < PATIENCE.instances) return undefined;
  const instances = observation.instances.get(target.environmentId) ?? [];
  const required = instances.filter((instance) => instance.httpTokens === "required").length;
  return { kind: "failed", reason: { kind: "instances-disagree", required, optional: instances.length - required } };
}

/** Aborted is what AWS says can be, of what this rollout began, and once. */
function decideAbort(state: State<"updating">, seen: ObservedEnvironment | undefined, now: Date) {
  if (state.abort !== undefined || seen?.status !== "Updating" || !seen.abortable) return undefined;
  return {
    transition: { kind: "abort-announced", at: now.toISOString() },
    command: { kind: "abort" },
  } as const;
}

/**
 * Takes a lane's targets, one observation of the lane and the time, and gives what becomes of each target now.
 * Level-triggered: it looks at what is, not at what was said to happen, so a crash between two calls loses nothing.
 */
export function decide(lane: readonly LaneTarget[], observation: LaneObservation, now: Date): Decision[] {
  const starting = new Set(mayStart(lane));
  const decisions: Decision[] = [];
  for (const { target, steer } of lane) {
    const { state } = target;
    const only = (transition: Transition | undefined) => {
      if (transition !== undefined) decisions.push({ target, transition, command: null });
    };
    switch (state.status) {
      case "pending":
        if (steer.stopRequested) only({ kind: "skipped", reason: "stopped" });
        else if (starting.has(target)) {
          const decision = decidePending(target, observation, now);
          if (decision !== undefined) decisions.push({ target, ...decision });
        }
        break;
      case "applying":
        only(decideApplying(target, state, observation, now));
        break;
      case "updating": {
        const seen = observation.environments.get(target.environmentId);
        const abort = steer.abortRequested ? decideAbort(state, seen, now) : undefined;
        if (abort === undefined) only(decideUpdating(target, state, observation, now));
        else decisions.push({ target, ...abort });
        break;
      }
      case "verifying":
        only(decideVerifying(target, state, observation, now));
        break;
      case "succeeded":
      case "skipped":
      case "blocked":
      case "failed":
        break;
    }
  }
  return decisions;
}
