import { abortUpdate, updateEnvironment } from "#lib/aws/elastic-beanstalk-writes.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import type { Decision } from "#lib/rollouts/decide.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import { isOfTheLane } from "./lane-failure.ts";

/**
 * Takes a decision whose intent is committed, makes its call, once, and gives what is known then: nothing where an abort's
 * answer was lost, for then only the environment tells.
 */
export async function send(access: LaneAccess, decision: Decision): Promise<Transition | undefined> {
  if (decision.command?.kind === "abort") return sendAbort(access, decision.target);
  try {
    const { requestId } = await updateEnvironment(access, {
      environmentId: decision.target.environmentId,
      change: decision.target.change,
    });
    return { kind: "accepted", requestId };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const { failure } = error;
    // AWS has done nothing, and not for the target's sake: it waits for its place again.
    if (failure.outcome === "refused" && isOfTheLane(failure))
      return { kind: "not-arrived", known: { kind: "refused", failure } };
    return failure.outcome === "lost"
      ? { kind: "answer-lost", failure }
      : { kind: "failed", reason: { kind: "refused", failure } };
  }
}

async function sendAbort(access: LaneAccess, { environmentId }: Decision["target"]): Promise<Transition | undefined> {
  try {
    await abortUpdate(access, { environmentId });
    return { kind: "abort-answered", answer: { kind: "accepted" } };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const { failure } = error;
    if (failure.outcome === "lost") return undefined;
    if (isOfTheLane(failure)) return { kind: "abort-not-arrived", known: { kind: "refused", failure } };
    return { kind: "abort-answered", answer: { kind: "refused", failure } };
  }
}
