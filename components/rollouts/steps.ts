import type { TargetView } from "#lib/rollouts/rollout.ts";
import type { TargetStatus, Transition } from "#lib/rollouts/target.ts";

/** The way of one change, as the panel shows it. */
const STEPS = ["intent", "accepted", "updating", "verifying", "proven"] as const;
type StepName = (typeof STEPS)[number];
export type StepState = "waiting" | "current" | "done" | "failed";
export type Step = { name: StepName; state: StepState; at: string | null };

type Progress = Pick<TargetView, "state" | "timeline">;

/** How many steps are done once a status is reached; an ending says nothing of its own. */
const DONE: Record<Exclude<TargetStatus, "skipped" | "blocked" | "failed">, number> = {
  pending: 0,
  applying: 1,
  updating: 2,
  verifying: 3,
  succeeded: 5,
};

/** How many steps a transition shows to be done. */
const SHOWN: Record<Transition["kind"], number> = {
  started: 1,
  "answer-lost": 1,
  accepted: 2,
  "not-arrived": 0,
  "abort-announced": 2,
  "abort-answered": 2,
  "abort-not-arrived": 2,
  applied: 3,
  succeeded: 5,
  skipped: 0,
  blocked: 0,
  failed: 0,
};

/** Of the present attempt: what came before a call that never arrived does not count. */
function presentAttempt(timeline: Progress["timeline"]): Progress["timeline"] {
  const last = timeline.findLastIndex(({ transition }) => transition.kind === "started");
  return last === -1 ? [] : timeline.slice(last);
}

/** Takes a target and gives its steps: what is done (and since when), what is under way, where it failed. */
export function stepsOf({ state, timeline }: Progress): Step[] {
  const attempt = presentAttempt(timeline);
  const seen = attempt.reduce((most, { transition }) => Math.max(most, SHOWN[transition.kind]), 0);
  const ended = state.status === "failed" || state.status === "blocked" || state.status === "skipped";
  const done = ended ? seen : DONE[state.status];
  const timeOf = (kinds: readonly Transition["kind"][]) =>
    attempt.find(({ transition }) => kinds.includes(transition.kind))?.at ?? null;
  const times: Record<StepName, string | null> = {
    intent: timeOf(["started"]),
    accepted: timeOf(["accepted"]),
    // An update may end and prove itself in one look; then there is no moment between.
    updating: timeOf(["applied", "succeeded"]),
    verifying: timeOf(["succeeded"]),
    proven: timeOf(["succeeded"]),
  };
  return STEPS.map((name, index): Step => {
    if (index < done) return { name, state: "done", at: times[name] };
    if (index > done || state.status === "pending" || state.status === "skipped" || state.status === "blocked") {
      return { name, state: "waiting", at: null };
    }
    return { name, state: state.status === "failed" ? "failed" : "current", at: null };
  });
}

/** Takes a target's timeline and gives the request id AWS answered with: `null` where the answer was lost, `undefined` before. */
export function requestIdOf(timeline: Progress["timeline"]): string | null | undefined {
  for (const { transition } of presentAttempt(timeline).toReversed()) {
    if (transition.kind === "accepted") return transition.requestId;
  }
  return undefined;
}
