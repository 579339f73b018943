import { validateSetting } from "#lib/aws/elastic-beanstalk.ts";
import { AwsCallError } from "#lib/aws/failure.ts";
import type { Target } from "#lib/rollouts/target.ts";
import type { Validation } from "#lib/rollouts/validation.ts";
import { isUnvalidated } from "#lib/rollouts/validation.ts";
import { eachOf } from "./each-of.ts";
import { laneName } from "./lanes.ts";
import type { AccessTo } from "./lanes.ts";

/** Plans of so many changing targets are validated before they are shown; larger ones by a job, while they are. */
export const VALIDATED_WHILE_PLANNING = 25;

/** Somebody waits for the plan: what has no answer by then is asked by the job, in milliseconds. */
const PLANNING_MS = 8_000;

/** In one lane so many are asked at a time; the limiter sets the pace. */
const AT_ONCE = 4;

/** A target that was asked about, and what AWS said. */
export type Answer = { target: Target; validation: Validation };

/**
 * Takes a target and asks AWS whether it would take exactly the option that is to be sent. Gives `null` where there is nothing
 * to ask. Throws the signal's reason.
 */
export async function validateTarget(
  accessTo: AccessTo,
  target: Target,
  signal?: AbortSignal,
): Promise<Validation | null> {
  if (!isUnvalidated(target) || target.change.kind !== "set") return null;
  const access = await accessTo(target);
  if (access === undefined) return { kind: "unanswered", failure: notConfigured(target) };
  try {
    const messages = await validateSetting(access, target, target.change.methods, { priority: "rollout", signal });
    return messages.length === 0 ? { kind: "ok" } : { kind: "messages", messages };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return { kind: "unanswered", failure: error.failure };
  }
}

const notConfigured = ({ accountId, region }: Target) => ({
  operation: "imds-fleet:configuration",
  code: "LaneNotConfigured",
  message: `Account ${accountId} in ${region} is no longer configured, so AWS was not asked.`,
  requestId: null,
  httpStatus: null,
  outcome: "refused" as const,
});

/**
 * Takes the targets of a plan that somebody waits for and gives what AWS says to them, lanes side by side, for as long as one
 * can be expected to wait. A plan that is too large, and what has no answer in time, is left to the job.
 */
export async function validateWhilePlanning(
  accessTo: AccessTo,
  targets: readonly Target[],
  signal = AbortSignal.timeout(PLANNING_MS),
): Promise<Map<string, Validation>> {
  const answers = new Map<string, Validation>();
  const asked = targets.filter(isUnvalidated);
  if (asked.length > VALIDATED_WHILE_PLANNING) return answers;
  const lanes = [...Map.groupBy(asked, laneName).values()];
  const ask = async (target: Target): Promise<void> => {
    try {
      const validation = await validateTarget(accessTo, target, signal);
      if (validation !== null) answers.set(target.id, validation);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };
  await Promise.all(lanes.map((lane) => eachOf(lane, AT_ONCE, ask)));
  return answers;
}
