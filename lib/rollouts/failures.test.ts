import { expect, test } from "vitest";
import type { FailedTarget, FailureCause } from "./failures.ts";
import { causeOf, failureGroups } from "./failures.ts";

const failed = (id: string, cause: FailureCause): FailedTarget => ({
  id,
  accountId: "111122223333",
  accountLabel: "shop",
  region: "eu-west-1",
  environmentId: `e-${id}`,
  name: id,
  wave: 0,
  cause,
});
const rolledBack = (id: string, ...words: string[]) =>
  failed(id, { kind: "update", reason: { kind: "rolled-back", words } });

test("failures with one cause stand together, the most frequent first, the first few of them", () => {
  const groups = failureGroups(
    [
      rolledBack("1", "Failed to deploy configuration."),
      rolledBack("2", "User: x is not authorized to perform: ec2:CreateLaunchTemplate"),
      rolledBack("3", "User: y is not authorized to perform: ec2:CreateTags", "Failed to deploy configuration."),
      rolledBack("4", "User: z is not authorized to perform: ec2:CreateTags"),
    ],
    2,
  );
  expect(groups.map(({ advice, count, failed: shown }) => [advice, count, shown.map(({ id }) => id)])).toEqual([
    ["permissions", 3, ["2", "3"]],
    ["events", 1, ["1"]],
  ]);
});

test("an environment whose update went well fails by what its bake showed", () => {
  const proof = { optionValue: "true", instances: 1, at: "2026-03-01T10:05:00.000Z" };
  const state = { status: "succeeded" as const, attempt: 1, proof };
  const why = { kind: "refused-calls" as const, calls: 3 };
  expect(causeOf({ state, gate: { kind: "failed", why } })).toEqual({ kind: "gate", why });
  expect(causeOf({ state, gate: { kind: "passed" } })).toBeNull();
  expect(failureGroups([failed("1", { kind: "gate", why })], 5)[0]?.advice).toBe("gate");
});
