import { PATIENCE } from "#lib/rollouts/decide.ts";
import type { JournalEntry } from "#lib/simulator/world.ts";
import { isOfTheLane } from "./lane-failure.ts";
import type { Line, Row } from "./test-engine-checks.ts";
import type { Stage, Subject } from "./test-engine-stage.ts";

/** The lines with which AWS says that an update failed, and the simulator's of an abort. */
const FAILED = /reverted to the previous configuration|Failed to deploy configuration|complete, but with errors/;

/** Takes a call that AWS received and gives the environment it was for. */
export const environmentIdOf = ({ input }: JournalEntry): unknown =>
  typeof input === "object" && input !== null ? Reflect.get(input, "EnvironmentId") : undefined;

const calls = ({ aws, outsiders }: Stage, name: string): JournalEntry[] =>
  aws.world.journal.filter(({ operation, requestId }) => operation === name && !outsiders.has(requestId));
/** The updates of ours that AWS received, and the aborts. */
export const received = (stage: Stage): JournalEntry[] => calls(stage, "UpdateEnvironment");
export const receivedAborts = (stage: Stage): JournalEntry[] => calls(stage, "AbortEnvironmentUpdate");

/** What the engine says of a target, against what really happened in the world. */
export function checkTruth(
  stage: Stage,
  row: Row,
  subject: Subject,
  lines: readonly Line[],
  complain: (words: string) => void,
): void {
  const ours = received(stage).filter((entry) => environmentIdOf(entry) === subject.environment.id);
  const accepted = ours.filter(({ outcome }) => outcome.kind === "accepted");
  const { state } = row;
  switch (state.status) {
    case "pending":
    case "skipped":
    case "blocked":
      if (state.status === "blocked" && state.reason.kind === "check-refused" && isOfTheLane(state.reason.failure))
        complain(`is blocked for what says nothing of it: ${state.reason.failure.code}`);
      if (accepted.length > 0) complain(`is ${state.status}, and AWS accepted its update`);
      return;
    case "applying":
    case "updating":
    case "verifying":
      return;
    case "succeeded":
      if (subject.provenAt < stage.since) complain("is called succeeded, and the world never showed it in that time");
      return;
    case "failed":
      break;
  }
  switch (state.reason.kind) {
    case "refused":
      if (isOfTheLane(state.reason.failure))
        complain(`is failed for what says nothing of it: ${state.reason.failure.code}`);
      if (ours.at(-1)?.outcome.kind === "accepted") complain("is called refused, and AWS accepted it");
      return;
    case "rolled-back":
    case "completed-with-errors": {
      const requestIds = new Set(accepted.map(({ requestId }) => requestId));
      const failed = stage.lane.events.some(
        ({ requestId, message }) => requestIds.has(requestId ?? "") && FAILED.test(message),
      );
      if (state.reason.kind === "completed-with-errors") {
        if (!failed) complain("is said to have ended with errors, and AWS named none");
        return;
      }
      if (!failed && subject.undoneAt < stage.since)
        complain("is called rolled back, and the value stood all the time");
      return;
    }
    case "aborted":
      if (!lines.some(({ transition }) => transition.kind === "abort-announced"))
        complain("is called aborted, and no abort was announced");
      if (subject.undoneAt < stage.since) complain("is called aborted, and had the new value all the time");
      return;
    case "value-kept":
      if (subject.undoneAt < stage.since) complain("is said to have kept its value, and had the new one all the time");
      return;
    case "terminated":
      if (subject.environment.status !== "Terminating" && subject.environment.status !== "Terminated")
        complain("is called terminated, and lives");
      return;
    case "inconclusive": {
      // Refused and unsent calls are known to have done nothing; only the others can have been lost.
      const known = lines.filter(
        ({ transition }) => transition.kind === "not-arrived" && transition.known !== undefined,
      );
      const lost = state.attempt - known.length;
      if (state.reason.why === "answer-lost-too-often" && lost < PATIENCE.attempts)
        complain(`is given up after ${lost} lost answers`);
      return;
    }
    case "instances-disagree":
      return;
  }
}
