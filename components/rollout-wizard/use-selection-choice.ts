"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import type { ChangeFilter } from "#components/environments/use-list-filter.ts";
import { parseSelection, writeSelection } from "./selection-address.ts";
import type { SelectionChoice } from "./selection-address.ts";

function writeAddress(choice: SelectionChoice): void {
  const address = writeSelection(choice).toString();
  window.history.replaceState(null, "", address === "" ? window.location.pathname : `?${address}`);
}

/** The first step's choices: kept in the address, so that reload, share and Back bring them again. */
export function useSelectionChoice(): {
  choice: SelectionChoice;
  change: (part: Partial<SelectionChoice>) => void;
  narrow: ChangeFilter;
} {
  const params = useSearchParams().toString();
  const [choice, setChoice] = useState(() => parseSelection(new URLSearchParams(params)));
  const step = (to: (now: SelectionChoice) => SelectionChoice) => {
    // From the address of this moment: two changes may come before React renders again, and typing is told of late.
    const next = to(parseSelection(new URLSearchParams(window.location.search)));
    setChoice(next);
    writeAddress(next);
  };
  return {
    choice,
    change: (part) => step((now) => ({ ...now, ...part })),
    narrow: (part) => step((now) => ({ ...now, filter: { ...now.filter, ...part } })),
  };
}
