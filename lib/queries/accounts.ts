import { queryOptions } from "@tanstack/react-query";
import type { AccountView, OrganizationView } from "#lib/imds/account.ts";
import { fetchJson } from "./fetch-json.ts";

/** What /api/accounts answers. */
export type Accounts = { accounts: AccountView[]; organization: OrganizationView | null };

/** What is known before the first discovery on a database has ended. */
export const NOTHING_KNOWN: Accounts = { accounts: [], organization: null };

const POLL = 15_000;
const UNKNOWN_POLL = 2_000;

/** Takes what is known of accounts and tells whether it is nothing: then no discovery has ended yet. */
function isNothingKnown({ accounts, organization }: Accounts): boolean {
  return accounts.length === 0 && organization === null;
}

/** Takes what is known of accounts where there is no lane, and tells why there is none. */
export function whyNoLanes(known: Accounts): "not-known-yet" | "no-account" | "no-region" {
  const { accounts } = known;
  if (isNothingKnown(known) || accounts.some(({ regions }) => regions.read.length > 0)) return "not-known-yet";
  return accounts.length === 0 ? "no-account" : "no-region";
}

/** The accounts that are read or that the organization has: asked every 15 s, and every 2 s until any are known. */
export function accountsQuery(initialData: Accounts) {
  return queryOptions({
    queryKey: ["accounts"],
    queryFn: ({ signal }) => fetchJson<Accounts>("/api/accounts", { signal }),
    initialData,
    refetchInterval: ({ state: { data } }) => (data !== undefined && isNothingKnown(data) ? UNKNOWN_POLL : POLL),
  });
}
