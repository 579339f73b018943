import { keepPreviousData, queryOptions, useMutation } from "@tanstack/react-query";
import { planRollout } from "#lib/actions/plan-rollout.ts";
import type { EnvironmentKey, EnvironmentRow } from "#lib/imds/environment.ts";
import { writeFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter, Facet } from "#lib/imds/environment-filter.ts";
import type { Methods } from "#lib/imds/posture.ts";
import { fetchJson } from "./fetch-json.ts";

/** How many rows one request brings. */
export const PAGE_SIZE = 100;

/** How many environments one bulk change may have; the server's limit. */
export const SELECTION_LIMIT = 1000;

/** A facet's value and how many environments would be left with it, the facet's own choice aside. */
export type FacetCount = { value: string; label?: string; count: number };

/** Rows of the list from an offset on, how many match in all, and how many there are without a filter. */
export type EnvironmentPage = {
  rows: EnvironmentRow[];
  matched: number;
  total: number;
};

/** How many match, and how many would with each value of each facet. Counting takes longer than finding rows, which do not wait for it. */
export type EnvironmentFacets = {
  matched: number;
  /** How many of them answer IMDSv1 under an accepted risk. */
  exposed: number;
  facets: Record<Facet | "drift" | "exception", FacetCount[]>;
};

/** A pasted name, id or ARN with the environments it fits. */
export type PastedMatch = { token: string; matches: EnvironmentRow[] };

export const environmentKeys = {
  lists: ["environments", "list"] as const,
  list: (address: string) => ["environments", "list", address] as const,
  page: (address: string, page: number) => ["environments", "list", address, page] as const,
  allFacets: ["environments", "facets"] as const,
  facets: (address: string) => ["environments", "facets", address] as const,
};

/** Takes a filter and gives the one text that stands for it: the key of its pages and the address's parameters. */
export function addressOf(filter: EnvironmentFilter): string {
  return writeFilter(filter).toString();
}

const COUNTS_POLL = 20_000;

// While a rollout works on a row that is shown its state moves within seconds.
function pollOf(page: EnvironmentPage | undefined): number {
  return page?.rows.some((row) => row.activeRolloutId !== null) === true ? 4_000 : 20_000;
}

/** Page `page` (from 0) of the environments an address's filter lets through. */
export function environmentPageQuery(address: string, page: number) {
  const offset = new URLSearchParams([["offset", String(page * PAGE_SIZE)]]).toString();
  return queryOptions({
    queryKey: environmentKeys.page(address, page),
    queryFn: ({ signal }) =>
      fetchJson<EnvironmentPage>(`/api/environments?${address === "" ? "" : `${address}&`}${offset}`, { signal }),
    refetchInterval: (query) => pollOf(query.state.data),
  });
}

/** The first page, with the last filter's rows until the new ones are there; `address` says whose rows they are. */
export function firstPageQuery(address: string) {
  return queryOptions({ ...environmentPageQuery(address, 0), placeholderData: keepPreviousData });
}

/** The counts of an address's filter, with the last filter's until they are there. */
export function facetsQuery(address: string) {
  return queryOptions({
    queryKey: environmentKeys.facets(address),
    queryFn: ({ signal }) => fetchJson<EnvironmentFacets>(`/api/environments/facets?${address}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: COUNTS_POLL,
  });
}

/** Takes an address and gives the keys of all environments its filter lets through, at most SELECTION_LIMIT, in its order. */
export function useSelectMatching(onKeys: (keys: EnvironmentKey[]) => void) {
  return useMutation({
    mutationFn: (address: string) => fetchJson<{ keys: EnvironmentKey[] }>(`/api/environments/keys?${address}`),
    onSuccess: ({ keys }) => onKeys(keys),
  });
}

/** Looks up pasted names, ids and ARNs. */
export function useResolvePasted() {
  return useMutation({
    mutationFn: (tokens: string[]) =>
      fetchJson<{ results: PastedMatch[] }>("/api/environments/resolve", {
        method: "POST",
        body: JSON.stringify({ tokens }),
      }),
  });
}

/** Plans one change of many environments; nothing changes in AWS. Resolves to what the action answered, refusals included. */
export function usePlanBulk() {
  return useMutation({
    mutationFn: ({ keys, methods }: { keys: EnvironmentKey[]; methods: Methods }) =>
      planRollout({ keys, change: { kind: "set", methods }, kind: "bulk" }),
  });
}
