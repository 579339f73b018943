"use client";
import { useSyncExternalStore } from "react";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { emptySelection, keyText } from "./selection.ts";
import type { Selection } from "./selection.ts";

// Outside React, so that it outlives the list (open an environment, come back), and so that a click re-renders the rows
// it touches, not all of them.
let current = emptySelection;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes a step from one selection to the next and tells everybody who watches. */
export function changeSelection(step: (selection: Selection) => Selection): void {
  const next = step(current);
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

/** Gives the selection of this moment, for event handlers. */
export function selectionNow(): Selection {
  return current;
}

/** Gives the whole selection, and renders again when it changes. */
export function useSelection(): Selection {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => emptySelection,
  );
}

/** Takes a row's key and tells whether it is selected; renders again only when that changes. */
export function useSelected(key: EnvironmentKey): boolean {
  const text = keyText(key);
  return useSyncExternalStore(
    subscribe,
    () => current.keys.has(text),
    () => false,
  );
}
