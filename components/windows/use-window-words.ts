"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Weekday, WindowRule } from "#lib/rollouts/window.ts";

/** Monday, 1 January 2024: a week whose days count like ISO's. */
const dayOf = (weekday: Weekday): Date => new Date(Date.UTC(2024, 0, weekday));

/** "2026-12-24T18:00" as a person reads it. */
const spaced = (local: string): string => local.replace("T", " ");

/** Gives the sentences of change windows in the reader's language. */
export function useWindowWords() {
  const t = useTranslations("windows");
  const locale = useLocale();
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
    const list = new Intl.ListFormat(locale, { type: "conjunction", style: "narrow" });
    const unit = (value: number, name: "hour" | "minute") =>
      new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
    const duration = (minutes: number) => {
      const rest = minutes % 60;
      const parts = [minutes >= 60 ? unit(Math.floor(minutes / 60), "hour") : "", rest > 0 ? unit(rest, "minute") : ""];
      return parts.filter((part) => part !== "").join(" ");
    };
    return {
      weekday: (weekday: Weekday) => day.format(dayOf(weekday)),
      list: (names: readonly string[]) => list.format(names),
      /** What a window speaks of, a line for each limit. */
      scope({ scope }: WindowRule, labels: ReadonlyMap<string, string>): string[] {
        const { accounts, regions, applications } = scope;
        const lines = [
          accounts.length === 0
            ? null
            : t("scope.accounts", { list: list.format(accounts.map((id) => labels.get(id) ?? id)) }),
          regions.length === 0 ? null : t("scope.regions", { list: list.format(regions) }),
          applications.length === 0 ? null : t("scope.applications", { list: list.format(applications) }),
        ].filter((line) => line !== null);
        return lines.length === 0 ? [t("scope.all")] : lines;
      },
      /** When a window is in force, in the clock of its zone. */
      when({ recurrence }: WindowRule): string {
        switch (recurrence.kind) {
          case "weekly": {
            const { weekdays, start, minutes } = recurrence;
            const days =
              weekdays.length === 7
                ? t("everyDay")
                : list.format(weekdays.map((weekday) => day.format(dayOf(weekday))));
            return t("weekly", { days, start, duration: duration(minutes) });
          }
          case "once": {
            const { from, until } = recurrence;
            return until === null
              ? t("onceOpen", { from: spaced(from) })
              : t("once", { from: spaced(from), until: spaced(until) });
          }
        }
      },
      spaced,
    };
  }, [t, locale]);
}
