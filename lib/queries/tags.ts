import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "./fetch-json.ts";

/** A tag key, or a value of one, and how many environments would be listed with it. */
export type TagCount = { value: string; count: number };

/** Takes the list's address and gives the tag keys there, or the values of one key, with counts. */
export function tagCountsQuery(address: string, key: string | null) {
  const params = new URLSearchParams(address);
  if (key !== null) params.set("of", key);
  return queryOptions({
    queryKey: ["environments", "tags", address, key] as const,
    queryFn: async ({ signal }) =>
      (await fetchJson<{ counts: TagCount[] }>(`/api/environments/tags?${params}`, { signal })).counts,
  });
}
