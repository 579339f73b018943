import type { TargetState, Transition } from "./target.ts";
import { isUnfinished } from "./target.ts";

/** A transition that does not fit the state it met: a fault in the engine, never the user's. */
class ImpossibleTransitionError extends Error {
  override name = "ImpossibleTransitionError";
}

/**
 * Takes a target's state and what happened, and gives its next state. The only way a state changes.
 * @throws ImpossibleTransitionError where the transition cannot happen in that state.
 */
export function apply(state: TargetState, transition: Transition): TargetState {
  const { attempt } = state;
  const impossible = () => new ImpossibleTransitionError(`${transition.kind} cannot follow ${state.status}`);
  if (!isUnfinished(state.status)) throw impossible();

  switch (transition.kind) {
    case "started":
      if (state.status !== "pending" || transition.attempt !== attempt + 1) throw impossible();
      return {
        status: "applying",
        attempt: transition.attempt,
        intent: transition.intent,
        lost: false,
        ...counted(state.vanished),
      };
    case "answer-lost":
      if (state.status !== "applying") throw impossible();
      return { ...state, lost: true };
    case "accepted":
      if (state.status !== "applying") throw impossible();
      return { status: "updating", attempt, intent: state.intent, requestId: transition.requestId };
    case "not-arrived":
      if (state.status !== "applying") throw impossible();
      return {
        status: "pending",
        attempt,
        ...counted(transition.known === undefined ? (state.vanished ?? 0) + 1 : state.vanished),
      };
    case "abort-announced":
      if (state.status !== "updating" || state.abort !== undefined) throw impossible();
      return { ...state, abort: { at: transition.at } };
    case "abort-answered":
      if (state.status !== "updating" || state.abort === undefined) throw impossible();
      return { ...state, abort: { at: state.abort.at, answer: transition.answer } };
    case "abort-not-arrived": {
      if (state.status !== "updating" || state.abort === undefined) throw impossible();
      const { intent, requestId } = state;
      return { status: "updating", attempt, intent, requestId };
    }
    case "applied":
      if (state.status !== "updating") throw impossible();
      return {
        status: "verifying",
        attempt,
        intent: state.intent,
        requestId: state.requestId,
        optionValue: transition.optionValue,
        since: transition.at,
      };
    case "succeeded":
      if (state.status !== "verifying" && state.status !== "updating") throw impossible();
      return { status: "succeeded", attempt, proof: transition.proof };
    case "skipped":
      if (state.status !== "pending") throw impossible();
      return { status: "skipped", attempt, reason: transition.reason };
    case "blocked":
      if (state.status !== "pending") throw impossible();
      return { status: "blocked", attempt, reason: transition.reason };
    case "failed":
      return { status: "failed", attempt, reason: transition.reason };
  }
}

const counted = (vanished: number | undefined) => (vanished === undefined ? {} : { vanished });
