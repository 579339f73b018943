"use client";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import type { QueryClient, UseQueryResult } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { EnvironmentRow } from "#lib/imds/environment.ts";
import { environmentKeys, environmentPageQuery, PAGE_SIZE } from "#lib/queries/environments.ts";
import type { EnvironmentPage } from "#lib/queries/environments.ts";

const dataOf = (results: UseQueryResult<EnvironmentPage>[]) => results.map((result) => result.data);

/** Takes a list's address and the pages in view; fetches them and gives their rows by index. Pages not there yet have no rows. */
export function usePages(address: string, pages: readonly number[]): ReadonlyMap<number, EnvironmentRow> {
  const data = useQueries({ queries: pages.map((page) => environmentPageQuery(address, page)), combine: dataOf });
  return useMemo(() => {
    const rows = new Map<number, EnvironmentRow>();
    for (const [at, page] of pages.entries()) {
      for (const [offset, row] of (data[at]?.rows ?? []).entries()) rows.set(page * PAGE_SIZE + offset, row);
    }
    return rows;
  }, [data, pages]);
}

/** Gives the rows of a list that were fetched so far, in order, also those scrolled past. */
export function loadedRows(client: QueryClient, address: string): EnvironmentRow[] {
  return client
    .getQueryCache()
    .findAll({ queryKey: environmentKeys.list(address) })
    .map((query) => ({ page: Number(query.queryKey[3]), data: client.getQueryData<EnvironmentPage>(query.queryKey) }))
    .toSorted((one, other) => one.page - other.page)
    .flatMap(({ data }) => data?.rows ?? []);
}

/** Gives a function that takes two indices of a list and gives the rows from one to the other, fetching what is missing. */
export function useRowsBetween(address: string): (from: number, to: number) => Promise<EnvironmentRow[]> {
  const client = useQueryClient();
  return useCallback(
    async (from, to) => {
      const [start, end] = [Math.min(from, to), Math.max(from, to)];
      const first = Math.floor(start / PAGE_SIZE);
      const numbers = Array.from({ length: Math.floor(end / PAGE_SIZE) - first + 1 }, (_, at) => first + at);
      const pages = await Promise.all(
        numbers.map((page) =>
          client.ensureQueryData({ ...environmentPageQuery(address, page), revalidateIfStale: false }),
        ),
      );
      return pages.flatMap((page) => page.rows).slice(start - first * PAGE_SIZE, end - first * PAGE_SIZE + 1);
    },
    [address, client],
  );
}
