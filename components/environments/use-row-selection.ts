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
      last.current = { address, index, key: keyText(row) };
      changeSelection((selection) => setKeys(selection, [row], on));
      if (!range || anchor === null || anchor.address !== address) return;
      rowsBetween(anchor.index, index).then(
        (rows) => {
          // Sorted or refreshed meanwhile: then the range would not be what was meant.
          const ends = [rows.at(0), rows.at(-1)].map((end) => (end === undefined ? "" : keyText(end)));
          if (!ends.includes(anchor.key) || !ends.includes(keyText(row))) return;
          if (selectionNow().keys.has(keyText(row)) === on) changeSelection((selection) => setKeys(selection, rows, on));
        },
        () => undefined,
      );
    },
    [address, rowsBetween],
  );
}
