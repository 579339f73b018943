"use client";
import { useCallback, useRef } from "react";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { keyText, setKeys } from "./selection.ts";
import { changeSelection, selectionNow } from "./selection-store.ts";
import { useRowsBetween } from "./use-pages.ts";

export type SelectRow = (row: EnvironmentKey, index: number, on: boolean, range: boolean) => void;

/**
 * Takes a list's address and gives what a click on a row's check box does: that row, or with shift everything from the
 * row clicked last. Rows of the range that were scrolled over without being fetched are fetched for it.
 */
export function useRowSelection(address: string): SelectRow {
  const rowsBetween = useRowsBetween(address);
  const last = useRef<{ address: string; index: number; key: string } | null>(null);
  return useCallback(
    (row, index, on, range) => {
      const anchor = last.current;
      const key = keyText(row);
      last.current = { address, index, key };
      changeSelection((selection) => setKeys(selection, [row], on));
      if (!range || anchor === null || anchor.address !== address) return;
      const selectRange = async () => {
        const rows = await rowsBetween(anchor.index, index);
        const ends = new Set([rows.at(0), rows.at(-1)].map((end) => end && keyText(end)));
        // Sorted, refreshed or cleared meanwhile: then the range would not be what was meant.
        const meant = ends.has(anchor.key) && ends.has(key) && selectionNow().keys.has(key) === on;
        if (meant) changeSelection((selection) => setKeys(selection, rows, on));
      };
      // Rows that cannot be fetched stay as they are, and the list itself says that the server does not answer.
      selectRange().catch(() => undefined);
    },
    [address, rowsBetween],
  );
}
