"use client";
import { useTranslations } from "next-intl";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { ScanTotals } from "./scan-totals.ts";

function useScanWords(totals: ScanTotals): { calls: string; lanes: string | null } {
  const t = useTranslations("environments.scan");
  return totals.known === null
    ? { calls: t("waiting", { count: totals.active }), lanes: null }
    : {
        calls: t("progress", { done: totals.done, known: totals.known }),
        lanes: t("lanesReading", { count: totals.active }),
      };
}

/** How many of the calls known so far are done, over all lanes being read, in words. */
export function ScanWords({ totals }: { totals: ScanTotals }) {
  const { calls, lanes } = useScanWords(totals);
  return (
    <>
      <span className="text-ink">{calls}</span>
      {lanes === null ? null : ` · ${lanes}`}
    </>
  );
}

/** The same as a bar. It takes no room, so that the list does not move with every scan. */
export function ScanBar({ totals }: { totals: ScanTotals }) {
  const { calls, lanes } = useScanWords(totals);
  return (
    <div className="relative mt-0!">
      <ProgressBar
        label={calls}
        value={totals.known === null ? null : totals.done}
        max={totals.known ?? 1}
        valueText={lanes ?? calls}
        className="absolute inset-x-0 -bottom-2.5"
      />
    </div>
  );
}
