import { AbortEnvironmentUpdateCommand, UpdateEnvironmentCommand } from "@aws-sdk/client-elastic-beanstalk";
import { IMDS_OPTION, optionValueOf } from "#lib/imds/posture.ts";
import type { Change } from "#lib/rollouts/target.ts";
import { AS_ROLLOUT, takeTurn, writeCall } from "./call.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";

const OPTION = { Namespace: IMDS_OPTION.namespace, OptionName: IMDS_OPTION.optionName };

/**
 * Takes a lane and waits until a write may be sent there at once: its turn at the limiter, and fresh credentials.
 * Credentials that cannot be had are the write's own failure, in AWS's words. Throws `AwsCallError` where the turn does not come in time.
 */
export async function readyToWrite(lane: LaneAccess): Promise<void> {
  const { beanstalkWrites, limiters } = laneClients(lane);
  await takeTurn(limiters.beanstalk, "elasticbeanstalk:UpdateEnvironment", AS_ROLLOUT);
  await beanstalkWrites.config.credentials().catch(() => undefined);
}

/**
 * Takes an environment's id and a change of DisableIMDSv1 and sends it alone (an immutable update refuses company), in
 * exactly one request. Gives AWS's request id, which the update's events carry. Throws `AwsCallError`; `outcome: "lost"`
 * means that the update may have started all the same.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_UpdateEnvironment.html
 */
export async function updateEnvironment(
  lane: LaneAccess,
  update: { environmentId: string; change: Change },
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
    beanstalkWrites.send(command),
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
    beanstalkWrites.send(command),
  );
  return { requestId: answer.$metadata.requestId ?? null };
}
