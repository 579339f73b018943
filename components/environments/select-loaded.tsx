"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { headerState, setKeys } from "./selection.ts";
import { changeSelection, useSelection } from "./selection-store.ts";
import { loadedRows } from "./use-pages.ts";

/** The header's check box: selects the rows loaded so far, or, when they all are, takes them out again. */
export function SelectLoaded({ address }: { address: string }) {
  const t = useTranslations("environments");
  const client = useQueryClient();
  const selection = useSelection();
  // The table renders again whenever a page arrives, so reading the cache here is never behind.
  const loaded = loadedRows(client, address);
  const state = headerState(selection, loaded);
  return (
    <Checkbox
      aria-label={state === "all" ? t("table.clearLoaded") : t("table.selectLoaded", { count: loaded.length })}
      checked={state === "all"}
      indeterminate={state === "some"}
      disabled={loaded.length === 0}
      onChange={() => changeSelection((now) => setKeys(now, loadedRows(client, address), state !== "all"))}
    />
  );
}
