"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { SELECTION_LIMIT, useSelectMatching } from "#lib/queries/environments.ts";
import { errorText } from "./failure-text.ts";
import { headerState, setKeys } from "./selection.ts";
import { changeSelection, useSelection } from "./selection-store.ts";
import { loadedRows } from "./use-pages.ts";

/** Says, when all rows loaded so far are selected and more match, that these are not all, and offers the rest. */
export function SelectAllBanner({ address, matched }: { address: string; matched: number }) {
  const t = useTranslations("environments");
  const client = useQueryClient();
  const selection = useSelection();
  const all = useSelectMatching((keys) => {
    // Cleared while the answer was on its way: then it is not wanted any more.
    changeSelection((now) => (now.keys.size === 0 ? now : setKeys(now, keys, true)));
  });
  const loaded = loadedRows(client, address);
  if (loaded.length >= matched || headerState(selection, loaded) !== "all") return null;
  if (selection.keys.size >= Math.min(matched, SELECTION_LIMIT)) return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-2 rounded-control bg-selected px-3 py-1 text-sm">
      <span>{t("selection.loadedOnly", { count: loaded.length })}</span>
      <Button variant="link" size="small" busy={all.isPending} onClick={() => all.mutate(address)}>
        {all.isPending
          ? t("selection.selecting")
          : matched > SELECTION_LIMIT
            ? t("selection.selectFirst", { max: SELECTION_LIMIT, matched })
            : t("selection.selectAll", { matched })}
      </Button>
      {all.error === null ? null : (
        <span className="text-error">{t("selection.selectFailed", { detail: errorText(t, all.error) })}</span>
      )}
    </p>
  );
}
