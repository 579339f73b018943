import { queryOptions } from "@tanstack/react-query";
import type { AccountView, OrganizationView } from "#lib/imds/account.ts";
import { fetchJson } from "./fetch-json.ts";

/** What /api/accounts answers. */
export type Accounts = { accounts: AccountView[]; organization: OrganizationView | null };

const POLL = 15_000;

/** The accounts that are read or that the organization has; they change when somebody opens or closes one. */
export function accountsQuery(initialData: Accounts) {
  return queryOptions({
    queryKey: ["accounts"],
    queryFn: ({ signal }) => fetchJson<Accounts>("/api/accounts", { signal }),
    initialData,
    refetchInterval: POLL,
  });
}
