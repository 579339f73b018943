"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { parseFilter, writeFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";

export type ChangeFilter = (change: Partial<EnvironmentFilter>) => void;

/**
 * The list's filter and order, owned by the address bar: reload, share and Back work. Changing it rewrites the address
 * in place, without asking the server to render.
 */
export function useListFilter(): { filter: EnvironmentFilter; address: string; change: ChangeFilter } {
  const params = useSearchParams().toString();
  const filter = useMemo(() => parseFilter(new URLSearchParams(params)), [params]);
  const address = useMemo(() => writeFilter(filter).toString(), [filter]);
  const change = useCallback<ChangeFilter>((partial) => {
    // From the address of this moment: two changes may come before React renders again.
    const now = parseFilter(new URLSearchParams(window.location.search));
    const next = writeFilter({ ...now, ...partial }).toString();
    window.history.replaceState(null, "", next === "" ? window.location.pathname : `?${next}`);
  }, []);
  return { filter, address, change };
}
