"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { parseTargetFilter, writeTargetFilter } from "#lib/rollouts/target-filter.ts";
import type { TargetFilter } from "#lib/rollouts/target-filter.ts";

export type TargetFiltering = { filter: TargetFilter; onFilter: (change: Partial<TargetFilter>) => void };

/** Which targets are shown, owned by the address bar, as in the list of environments: reload, share and Back work. */
export function useTargetFilter(): TargetFiltering {
  const params = useSearchParams().toString();
  // Next tells of the new address a moment later; until then a choice must not look undone.
  const [ahead, setAhead] = useState<{ of: string; address: string } | null>(null);
  const query = ahead !== null && ahead.of === params ? ahead.address : params;
  const filter = useMemo(() => parseTargetFilter(new URLSearchParams(query)), [query]);
  const onFilter = useCallback(
    (change: Partial<TargetFilter>) => {
      const now = parseTargetFilter(new URLSearchParams(window.location.search));
      const address = writeTargetFilter({ ...now, ...change }).toString();
      setAhead({ of: params, address });
      window.history.replaceState(null, "", address === "" ? window.location.pathname : `?${address}`);
    },
    [params],
  );
  return { filter, onFilter };
}
