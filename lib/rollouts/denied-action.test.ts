import { expect, test } from "vitest";
import { deniedAction, isDenied } from "./denied-action.ts";

const FAILURE = { message: "Rate exceeded", requestId: null, httpStatus: 403, outcome: "refused" } as const;

test.each([
  [
    "User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/x",
    "sts:AssumeRole",
  ],
  [
    "Service:AmazonCloudFormation, Message:User: x is not authorized to perform: ec2:CreateLaunchTemplate on resource: y",
    "ec2:CreateLaunchTemplate",
  ],
  ["You do not have permission to perform the 's3:CreateBucket' action.", "s3:CreateBucket"],
  ["You don't have permissions to access this resource.", "organizations:ListAccounts"],
  [
    "You are not authorized to perform this operation. Encoded authorization failure message: x",
    "organizations:ListAccounts",
  ],
])("%s", (words, action) => {
  expect(deniedAction(words, "organizations:ListAccounts")).toBe(action);
});

test("a permission is missing by code or by words, and by nothing else", () => {
  const operation = "ec2:DescribeRegions";
  expect(isDenied({ ...FAILURE, operation, code: "UnauthorizedOperation" })).toBe(true);
  expect(isDenied({ ...FAILURE, operation, code: "X", message: "not authorized to perform: ec2:X" })).toBe(true);
  expect(isDenied({ ...FAILURE, operation, code: "Throttling" })).toBe(false);
});
