import { describe, expect, it } from "vitest";
import type { AwsFailure } from "#lib/errors.ts";
import { isOfTheLane } from "./lane-failure.ts";

const refused = (code: string, more: Partial<AwsFailure> = {}): AwsFailure => ({
  operation: "elasticbeanstalk:UpdateEnvironment",
  code,
  message: "No.",
  requestId: "r-1",
  httpStatus: 403,
  outcome: "refused",
  ...more,
});

describe("a failed call", () => {
  it.each([
    ["a token that has expired", refused("ExpiredToken")],
    ["the same in EC2's words", refused("RequestExpired", { operation: "ec2:DescribeInstances", httpStatus: 400 })],
    ["a key that AWS does not know", refused("InvalidClientTokenId")],
    ["a wrong signature, or clock", refused("SignatureDoesNotMatch")],
    ["a role that may not be assumed", refused("AccessDenied", { operation: "sts:AssumeRole" })],
    ["no credentials", refused("CredentialsProviderError", { httpStatus: null })],
    ["nobody who listens", refused("ECONNREFUSED", { httpStatus: null })],
    ["too many calls", refused("Throttling", { httpStatus: 400 })],
  ])("says something of the lane: %s", (_what, failure) => {
    expect(isOfTheLane(failure)).toBe(true);
  });

  it.each([
    ["a call that a policy denies, perhaps for this environment alone", refused("AccessDenied")],
    ["an environment that is busy", refused("InvalidParameterValue", { httpStatus: 400 })],
    ["an answer that was lost", refused("ECONNRESET", { httpStatus: null, outcome: "lost" })],
  ])("says nothing of it: %s", (_what, failure) => {
    expect(isOfTheLane(failure)).toBe(false);
  });
});
