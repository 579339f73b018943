"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { Days } from "./call-bars.tsx";

/** Gives what says counts by day in a sentence. */
export function useDaysInWords(): (days: Days) => string {
  const t = useTranslations("readiness.chart");
  const format = useFormatter();
  return (days) => {
    const counted = days.flatMap(({ calls }) => calls ?? []);
    return t("summary", {
      days: days.length,
      calls: counted.reduce((sum, calls) => sum + calls, 0),
      most: format.number(Math.max(0, ...counted)),
      missing: days.length - counted.length,
    });
  };
}
