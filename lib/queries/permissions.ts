import { queryOptions } from "@tanstack/react-query";
import type { MissingPermission } from "#lib/imds/account.ts";
import { fetchJson } from "./fetch-json.ts";

const POLL = 15_000;

/** The permissions that AWS last said are missing: asked every 15 s, as accounts and lanes are. */
export function permissionsQuery(initialData: MissingPermission[]) {
  return queryOptions({
    queryKey: ["permissions"],
    queryFn: ({ signal }) => fetchJson<MissingPermission[]>("/api/permissions", { signal }),
    initialData,
    refetchInterval: POLL,
  });
}
