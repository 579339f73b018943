import { isThrottled } from "#lib/aws/failure.ts";
import type { AwsFailure } from "#lib/errors.ts";

/**
 * Codes with which AWS does not know, or no longer knows, who is asking: nothing was done, and nothing is said of what was
 * asked for. https://docs.aws.amazon.com/elasticbeanstalk/latest/api/CommonErrors.html; EC2's is `AuthFailure`.
 */
const IDENTITY = new Set([
  "AuthFailure",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "RequestExpired",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

/**
 * Takes a failed call and tells whether it says something of the whole lane (no identity, no connection, throttled) and
 * nothing of the target it was made for. What AWS denies to a known identity (`AccessDenied`) is the target's own: a policy
 * may name single environments.
 */
export function isOfTheLane(failure: AwsFailure): boolean {
  return (
    isThrottled(failure) ||
    IDENTITY.has(failure.code) ||
    failure.operation.startsWith("sts:") ||
    // Refused without an answer: it never left.
    (failure.outcome === "refused" && failure.httpStatus === null)
  );
}

/** AWS answers so for an environment that is gone, or not launched yet, when it is asked for, and for a platform it retired. */
export function hasVanished(failure: AwsFailure): boolean {
  return failure.code === "NoDeployedConfiguration" || failure.code === "InvalidParameterValue";
}
