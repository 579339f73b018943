import { AbortEnvironmentUpdateCommand, UpdateEnvironmentCommand } from "@aws-sdk/client-elastic-beanstalk";
import { IMDS_OPTION, optionValueOf } from "#lib/imds/posture.ts";
import type { Change } from "#lib/rollouts/target.ts";
import { AS_ROLLOUT, takeTurn, writeCall } from "./call.ts";
import { AwsCallError, toAwsFailure } from "./failure.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients, WRITE_TIMEOUT_MS } from "./lane.ts";

const OPTION = { Namespace: IMDS_OPTION.namespace, OptionName: IMDS_OPTION.optionName };

/**
 * Takes a lane and waits until a write may be sent there at once: its turn at the limiter, and fresh credentials.
 * Throws `AwsCallError` where the turn does not come in time, or no credentials can be had: nothing has been announced
 * yet, and nothing is sent.
 */
export async function readyToWrite(lane: LaneAccess): Promise<void> {
  const { beanstalkWrites, limiters } = laneClients(lane);
  await takeTurn(limiters.beanstalk, "elasticbeanstalk:UpdateEnvironment", AS_ROLLOUT);
  try {
    await beanstalkWrites.config.credentials();
  } catch (error) {
    throw new AwsCallError({ ...toAwsFailure("sts:credentials", error), outcome: "refused" }, { cause: error });
  }
}

/** Ends the whole of a write, signing and reading the answer included: past it nothing is sent, and the answer counts as lost. */
const timeIsUp = () => AbortSignal.timeout(WRITE_TIMEOUT_MS);

/**
 * Takes an environment's id and a change of DisableIMDSv1 and sends it alone (an immutable update refuses company), in
 * exactly one request. Gives AWS's request id, which the update's events carry. Throws `AwsCallError`; `outcome: "lost"`
 * means that the update may have started all the same.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_UpdateEnvironment.html
 */
export async function updateEnvironment(
  lane: LaneAccess,
  update: { environmentId: string; change: Change },
  abortSignal = timeIsUp(),
): Promise<{ requestId: string | null }> {
  const { environmentId, change } = update;
  const { beanstalkWrites, limiters } = laneClients(lane);
  const command = new UpdateEnvironmentCommand({
    EnvironmentId: environmentId,
    ...(change.kind === "set"
      ? { OptionSettings: [{ ...OPTION, Value: optionValueOf(change.methods) }] }
      : { OptionsToRemove: [OPTION] }),
  });
  const answer = await writeCall(limiters.beanstalk, "elasticbeanstalk:UpdateEnvironment", () =>
    beanstalkWrites.send(command, { abortSignal }),
  );
  return { requestId: answer.$metadata.requestId ?? null };
}

/**
 * Takes an environment's id and asks AWS to abort its update in progress, in exactly one request. Throws `AwsCallError`.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_AbortEnvironmentUpdate.html
 */
export async function abortUpdate(
  lane: LaneAccess,
  environment: { environmentId: string },
): Promise<{ requestId: string | null }> {
  const { beanstalkWrites, limiters } = laneClients(lane);
  const command = new AbortEnvironmentUpdateCommand({ EnvironmentId: environment.environmentId });
  const answer = await writeCall(limiters.beanstalk, "elasticbeanstalk:AbortEnvironmentUpdate", () =>
    beanstalkWrites.send(command, { abortSignal: timeIsUp() }),
  );
  return { requestId: answer.$metadata.requestId ?? null };
}
