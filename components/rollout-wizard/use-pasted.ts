"use client";
import { useState } from "react";
import { PASTE_LIMIT, tokensOf } from "#components/environments/pasted-text.ts";
import { setKeys } from "#components/environments/selection.ts";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { useResolvePasted } from "#lib/queries/environments.ts";
import type { PastedMatch } from "#lib/queries/environments.ts";

type Pasted = {
  text: string;
  /** `null`: not looked up since the text changed. */
  results: readonly PastedMatch[] | null;
  /** Chosen by hand, where a name fits several. */
  picked: ReadonlyMap<string, EnvironmentKey>;
};

// Outside React, so that it outlives the step: Back from the plan brings it again. A thousand ARNs are no address.
let kept: Pasted = { text: "", results: null, picked: new Map() };

/** What was pasted, what became of it, and the environments it comes to. */
export function usePasted() {
  const [pasted, setPasted] = useState(kept);
  const resolve = useResolvePasted();
  const change = (part: Partial<Pasted>) => {
    kept = { ...kept, ...part };
    setPasted(kept);
  };
  const { text, results, picked } = pasted;
  const tokens = tokensOf(text);
  const sure = (results ?? []).flatMap(({ matches }) => (matches.length === 1 ? matches : []));
  return {
    text,
    tokens,
    results,
    picked,
    chosen: [...setKeys({ keys: picked }, sure, true).keys.values()],
    missing: (results ?? []).filter(({ matches }) => matches.length === 0).length,
    isFinding: resolve.isPending,
    error: resolve.error,
    write: (written: string) => change({ text: written, results: null, picked: new Map() }),
    pick: (row: EnvironmentKey, on: boolean) => change({ picked: setKeys({ keys: kept.picked }, [row], on).keys }),
    /** Looks up what was written; nothing where that cannot be. */
    find: () => {
      if (tokens.length === 0 || tokens.length > PASTE_LIMIT || resolve.isPending) return;
      resolve.mutate(tokens, { onSuccess: (answer) => change({ results: answer.results }) });
    },
  };
}
