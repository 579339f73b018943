"use client";
import { useTranslations } from "next-intl";
import { Time } from "#components/ui/time.tsx";
import type { UseWindow } from "#lib/imds/use.ts";

/** Whose counts a chart lacks, where its days began before the first scan. */
export function SinceScan({ window }: { window: UseWindow | null }) {
  const t = useTranslations("readiness.chart");
  if (window === null || window.complete) return null;
  return (
    <p className="text-sm text-muted">{t.rich("sinceScan", { when: () => <Time value={window.knownSince} /> })}</p>
  );
}
