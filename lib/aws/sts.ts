import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { CallOptions } from "./call.ts";
import { AS_ROLLOUT, readCall } from "./call.ts";
import { AwsCallError } from "./failure.ts";
import type { LaneAccess } from "./lane.ts";
import { laneClients } from "./lane.ts";

/**
 * Takes a lane and gives who we are there. A role that cannot be assumed shows here first. Throws `AwsCallError`, or the
 * signal's reason. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function readIdentity(
  lane: LaneAccess,
  call: CallOptions = AS_ROLLOUT,
): Promise<{ accountId: string; arn: string }> {
  const { sts, limiters } = laneClients(lane);
  const operation = "sts:GetCallerIdentity";
  // One call per scan: it shares EC2's place rather than Elastic Beanstalk's scarce one.
  const { Account, Arn, $metadata } = await readCall(limiters.ec2, operation, call, (options) =>
    sts.send(new GetCallerIdentityCommand({}), options),
  );
  if (Account !== undefined && Arn !== undefined) return { accountId: Account, arn: Arn };
  throw new AwsCallError({
    operation,
    code: "IncompleteAnswer",
    message: "The answer names no account.",
    requestId: $metadata.requestId ?? null,
    httpStatus: 200,
    outcome: "refused",
  });
}
