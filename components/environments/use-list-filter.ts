"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { parseFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import { addressOf } from "#lib/queries/environments.ts";

export type ChangeFilter = (change: Partial<EnvironmentFilter>) => void;

/**
 * The list's filter and order, owned by the address bar: reload, share and Back work. Changing it rewrites the address
 * in place, without asking the server to render.
 */
export function useListFilter(): { filter: EnvironmentFilter; address: string; change: ChangeFilter } {
  const params = useSearchParams().toString();
  // Next tells of the new address a moment later, in a transition; until then a check box must not look unticked.
  const [ahead, setAhead] = useState<{ of: string; address: string } | null>(null);
  const query = ahead !== null && ahead.of === params ? ahead.address : params;
  const filter = useMemo(() => parseFilter(new URLSearchParams(query)), [query]);
  const change = useCallback<ChangeFilter>(
    (partial) => {
      // From the address of this moment: two changes may come before React renders again.
      const now = parseFilter(new URLSearchParams(window.location.search));
      const address = addressOf({ ...now, ...partial });
      setAhead({ of: params, address });
      window.history.replaceState(null, "", address === "" ? window.location.pathname : `?${address}`);
    },
    [params],
  );
  return { filter, address: addressOf(filter), change };
}
