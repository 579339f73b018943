import { expect, test } from "vitest";
import { assumePolicy, changePolicy, READ_POLICY } from "./policies.ts";

const actionsOf = (policy: string): string[] =>
  JSON.parse(policy).Statement.flatMap(({ Action }: { Action: string[] }) => Action);

test("reading takes nothing that is never called, and changing all that reading takes", () => {
  expect(actionsOf(READ_POLICY)).not.toContain("elasticbeanstalk:ListTagsForResource");
  expect(actionsOf(changePolicy("aws"))).toEqual(expect.arrayContaining(actionsOf(READ_POLICY)));
});

test("the server may act in the configured accounts by their roles and by no others, each named once", () => {
  const roles = ["arn:aws:iam::444455556666:role/imds-fleet", "arn:aws:iam::111122223333:role/other"];
  expect(JSON.parse(assumePolicy([...roles, ...roles]))).toEqual({
    Version: "2012-10-17",
    Statement: [{ Sid: "ActInAccounts", Effect: "Allow", Action: ["sts:AssumeRole"], Resource: roles.toSorted() }],
  });
});
