"use client";
import { useTranslations } from "next-intl";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { ScanTotals } from "./scan-totals.ts";

/** How many of the calls known so far are done, over all lanes being read. */
export function ScanProgress({ totals }: { totals: ScanTotals }) {
  const t = useTranslations("environments");
  const lanes = t("scan.lanesReading", { count: totals.active });
  return (
    <ProgressBar
      label={
        totals.known === null
          ? t("scan.waiting", { count: totals.active })
          : t("scan.progress", { done: totals.done, known: totals.known })
      }
      value={totals.known === null ? null : totals.done}
      max={totals.known ?? 1}
      valueText={lanes}
    />
  );
}
