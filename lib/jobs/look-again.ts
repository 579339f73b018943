import { readyToWrite } from "#lib/aws/elastic-beanstalk-writes.ts";
import type { LaneAccess } from "#lib/aws/lane.ts";
import { decide } from "#lib/rollouts/decide.ts";
import type { Decision } from "#lib/rollouts/decide.ts";
import type { LaneTarget } from "#lib/rollouts/observation.ts";
import { observeLane } from "./observe-lane.ts";

/** A start is decided on a look that is no older than this: somebody else may change an environment at any time. */
const LOOK_HOLDS_MS = 30_000;

/**
 * Takes what was decided for a target, waits for the lane's turn, and gives what is to be done then. Where the look has grown
 * old meanwhile (AWS throttles, or many were to start), a target that is to start is looked at once more, alone and once. That
 * takes a few calls, however many targets the lane has, so that a lane whose looks always take long still comes on.
 * @throws AwsCallError where the turn does not come, or the lane cannot be read.
 */
export async function decisionInTurn(
  access: LaneAccess,
  entry: LaneTarget,
  { decision, lookedAt }: { decision: Decision; lookedAt: Date },
  now: () => Date,
): Promise<Decision | undefined> {
  await readyToWrite(access);
  const at = now();
  if (decision.transition.kind !== "started" || at.getTime() - lookedAt.getTime() <= LOOK_HOLDS_MS) return decision;
  const { observation } = await observeLane(access, [entry]);
  const [again] = decide([entry], observation, at);
  if (again !== undefined && again.command !== null) await readyToWrite(access);
  return again;
}
