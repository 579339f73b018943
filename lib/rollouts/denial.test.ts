import { expect, test } from "vitest";
import { denialIn } from "./denial.ts";
import type { FailReason } from "./target.ts";

const refused = (code: string, message: string): FailReason => ({
  kind: "refused",
  failure: {
    operation: "elasticbeanstalk:UpdateEnvironment",
    code,
    message,
    requestId: null,
    httpStatus: 403,
    outcome: "refused",
  },
});
const WORDS = "User: arn is not authorized to perform: ec2:CreateLaunchTemplate on resource: *";

test.each<[what: string, reason: FailReason, words: string[]]>([
  ["a denied call", refused("AccessDenied", "no"), ["no"]],
  ["privileges Elastic Beanstalk lacks", refused("InsufficientPrivilegesException", "no"), ["no"]],
  ["a denial under another code", refused("InvalidParameterValue", WORDS), [WORDS]],
  ["a call refused for something else", refused("InvalidParameterValue", "Environment must be Ready."), []],
  ["events that tell of a denial", { kind: "rolled-back", words: ["A batch failed.", WORDS] }, [WORDS]],
  ["events that tell of something else", { kind: "rolled-back", words: ["A batch failed."] }, []],
  ["an unclear end", { kind: "inconclusive", why: "no-end-in-time" }, []],
])("%s", (_, reason, words) => {
  expect(denialIn(reason)).toEqual(words);
});
