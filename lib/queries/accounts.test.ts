import { expect, test } from "vitest";
import type { AccountView } from "#lib/imds/account.ts";
import type { Accounts } from "./accounts.ts";
import { NOTHING_KNOWN, whyNoLanes } from "./accounts.ts";

const account = (read: string[], state: string | null = null): AccountView => ({
  accountId: "111122223333",
  label: "shop",
  source: "configured",
  state,
  roleArn: null,
  regions: { read, leftOut: [{ region: "af-south-1", reason: "not-enabled" }] },
  failure: null,
  discoveredAt: "2026-01-02T03:04:05.000Z",
});
const listed = { lastSuccessAt: "2026-01-02T03:04:05.000Z", failure: null };

test.each<[string, Accounts, ReturnType<typeof whyNoLanes>]>([
  ["nobody has looked to the end", NOTHING_KNOWN, "not-known-yet"],
  ["lanes were found a moment ago", { accounts: [account(["us-east-1"])], organization: null }, "not-known-yet"],
  ["no region of the only account is enabled", { accounts: [account([])], organization: null }, "no-region"],
  ["all accounts are shut", { accounts: [account([], "SUSPENDED")], organization: listed }, "no-region"],
  ["the organization has no account that is wanted", { accounts: [], organization: listed }, "no-account"],
])("%s", (_, accounts, why) => {
  expect(whyNoLanes(accounts)).toBe(why);
});
