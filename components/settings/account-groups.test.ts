import { expect, test } from "vitest";
import type { AccountView } from "#lib/imds/account.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { accountGroups, filterGroups } from "./account-groups.ts";

const FAILURE = {
  operation: "sts:AssumeRole",
  code: "AccessDenied",
  message: "No.",
  requestId: "r-1",
  httpStatus: 403,
  outcome: "refused",
  at: "2026-01-02T03:04:05.000Z",
} as const;

const account = (accountId: string, more: Partial<AccountView> = {}): AccountView => ({
  accountId,
  label: `label of ${accountId}`,
  source: "organization",
  state: "ACTIVE",
  roleArn: null,
  regions: { read: [], leftOut: [] },
  failure: null,
  discoveredAt: "2026-01-02T03:04:05.000Z",
  ...more,
});

const lane = (accountId: string, region: string, more: Partial<LaneView> = {}): LaneView => ({
  accountId,
  region,
  accountLabel: `label of ${accountId}`,
  roleArn: null,
  identityArn: null,
  scan: { kind: "idle" },
  lastSuccessAt: "2026-01-02T03:00:00.000Z",
  failure: null,
  platformsFailure: null,
  metricsFailure: null,
  environmentCount: 0,
  httpTokensEnforced: false,
  ...more,
});

const failed = { failure: { ...FAILURE, phase: "identity" } } as const;

test.each([
  ["one that is closed", account("1", { state: "SUSPENDED" }), [], { kind: "shut", state: "SUSPENDED" }],
  ["one without a region", account("1"), [], { kind: "no-regions" }],
  [
    "one that refuses its role",
    account("1", { failure: FAILURE }),
    [lane("1", "a", { lastSuccessAt: null })],
    { kind: "refused", code: "AccessDenied" },
  ],
  [
    "one that is read although its regions cannot be looked up any more",
    account("1", { failure: FAILURE }),
    [lane("1", "a"), lane("1", "b")],
    { kind: "regions-refused", code: "AccessDenied" },
  ],
  [
    "one of whose lanes some fail, and its regions cannot be looked up",
    account("1", { failure: FAILURE }),
    [lane("1", "a", failed), lane("1", "b")],
    { kind: "failing", failing: 1, lanes: 2 },
  ],
  ["one all of whose lanes fail", account("1"), [lane("1", "a", failed)], { kind: "refused", code: "AccessDenied" }],
  [
    "one some of whose lanes fail",
    account("1"),
    [lane("1", "a", failed), lane("1", "b")],
    { kind: "failing", failing: 1, lanes: 2 },
  ],
  [
    "one being read",
    account("1"),
    [lane("1", "a", { scan: { kind: "queued" } }), lane("1", "b")],
    { kind: "reading", reading: 1 },
  ],
  ["one never read", account("1"), [lane("1", "a"), lane("1", "b", { lastSuccessAt: null })], { kind: "never" }],
  [
    "one that is read, by its oldest lane",
    account("1"),
    [lane("1", "a", { lastSuccessAt: "2026-01-01T00:00:00.000Z" }), lane("1", "b")],
    { kind: "read", oldest: "2026-01-01T00:00:00.000Z" },
  ],
] as const)("%s", (_, one, lanes, summary) => {
  expect(accountGroups([one], lanes)).toEqual([{ account: one, lanes, summary }]);
});

test("lanes whose account is not known stand for it", () => {
  const [group, ...others] = accountGroups([], [lane("ambient", "a", failed), lane("ambient", "b", failed)]);
  expect(others).toEqual([]);
  expect(group).toMatchObject({
    account: { accountId: "ambient", source: "ambient" },
    summary: { kind: "refused", code: "AccessDenied" },
  });
});

test("accounts are narrowed by text and by how they stand", () => {
  const accounts = [account("1"), account("2", { state: "CLOSED" }), account("3")];
  const groups = accountGroups(accounts, [lane("1", "eu-west-1"), lane("3", "us-east-1", failed)]);
  const ids = (text: string, shown: Parameters<typeof filterGroups>[2]) =>
    filterGroups(groups, text, shown).map((group) => group.account.accountId);
  expect(ids("", "all")).toEqual(["1", "2", "3"]);
  expect(ids(" EU-west", "all")).toEqual(["1"]);
  expect(ids("LABEL OF 2", "all")).toEqual(["2"]);
  expect(ids("", "problems")).toEqual(["3"]);
  expect(ids("", "not-read")).toEqual(["2"]);
  expect(ids("label of 1", "problems")).toEqual([]);
});
