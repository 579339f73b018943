import { describe, expect, it } from "vitest";
import type { AwsFailure } from "#lib/errors.ts";
import { adviceOf, adviceOnRefusal, tellingLine } from "./advice.ts";

const failure: AwsFailure = {
  operation: "elasticbeanstalk:UpdateEnvironment",
  code: "InvalidParameterValue",
  message: "Environment named shop is in an invalid state for this operation. Must be Ready.",
  requestId: "r-1",
  httpStatus: 400,
  outcome: "refused",
};

describe("what to do next", () => {
  const refused = (code: string, message: string) => adviceOnRefusal({ ...failure, code, message });

  it("is told by AWS's code, and by its words where the code is the general one", () => {
    expect(adviceOnRefusal(failure)).toBe("busy");
    expect(
      refused("InsufficientPrivilegesException", "You do not have permission to perform the 's3:CreateBucket' action."),
    ).toBe("permissions");
    expect(refused("ConfigurationValidationException", "Invalid option value")).toBe("validation");
    expect(refused("Throttling", "Rate exceeded")).toBe("throttled");
    expect(refused("SomethingNew", "User: x is not authorized to perform: ec2:CreateTags")).toBe("permissions");
  });

  it("finds the missing permission, and the end of launch configurations, in the events of an update", () => {
    expect(
      adviceOf({ kind: "rolled-back", words: ["User: a is not authorized to perform: ec2:CreateLaunchTemplate", "x"] }),
    ).toBe("permissions");
    expect(
      adviceOf({
        kind: "rolled-back",
        words: ["The Launch Configuration creation operation is not available in your account."],
      }),
    ).toBe("launch-configurations-gone");
    expect(adviceOf({ kind: "rolled-back", words: ["Failed to deploy configuration."] })).toBe("events");
  });
});

describe("the line that tells most", () => {
  it("is the one with the cause, not the one that only says that it failed", () => {
    const denied = "User: a is not authorized to perform: ec2:CreateLaunchTemplate";
    expect(tellingLine({ kind: "rolled-back", words: ["Failed to deploy configuration.", denied] })).toBe(denied);
    const ill = "Environment health has transitioned from Ok to Degraded.";
    expect(tellingLine({ kind: "rolled-back", words: [ill, "Failed to deploy configuration."] })).toMatch(/^Failed/u);
    expect(tellingLine({ kind: "rolled-back", words: [ill] })).toBe(ill);
    expect(tellingLine({ kind: "refused", failure })).toMatch(/^InvalidParameterValue: Environment named/u);
    expect(tellingLine({ kind: "terminated" })).toBeNull();
  });
});
