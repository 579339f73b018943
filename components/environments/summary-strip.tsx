"use client";
import { useFormatter, useTranslations } from "next-intl";
import { classes } from "#components/ui/classes.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentPage } from "#lib/queries/environments.ts";
import { SUMMARY_ITEMS, summaryCounts, summaryFilter, summaryItemOf } from "./imds-summary.ts";
import type { SummaryItem } from "./imds-summary.ts";
import type { ChangeFilter } from "./use-list-filter.ts";

const DOT: Record<SummaryItem, string> = {
  all: "bg-transparent",
  "v1-allowed": "bg-warning",
  accepted: "bg-info",
  "v2-only": "bg-success",
  drifted: "bg-error",
  "no-instances": "bg-neutral",
  "not-applicable": "bg-neutral",
  unknown: "bg-neutral",
};

type SummaryStripProps = {
  filter: EnvironmentFilter;
  /** The list without what this strip sets. */
  page: EnvironmentPage;
  onChange: ChangeFilter;
};

/** How many environments are in which IMDS state; each count is the filter for it. */
export function SummaryStrip({ filter, page, onChange }: SummaryStripProps) {
  const t = useTranslations("environments");
  const format = useFormatter();
  const counts = summaryCounts(page);
  const chosen = summaryItemOf(filter);
  return (
    <div
      role="group"
      aria-label={t("summary.label")}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-panel border border-line bg-line shadow-panel sm:grid-cols-4 xl:flex"
    >
      {SUMMARY_ITEMS.map((item) => {
        const pressed = item === chosen;
        return (
          <button
            key={item}
            type="button"
            aria-pressed={pressed}
            title={t(`summary.hint.${item}`)}
            onClick={() => onChange(summaryFilter(pressed ? "all" : item))}
            className={classes(
              "relative flex min-w-0 flex-auto flex-col items-start bg-surface px-3.5 py-2 text-left hover:bg-hover focus-visible:z-1 focus-visible:-outline-offset-2",
              pressed &&
                "bg-selected! before:absolute before:inset-x-0 before:bottom-0 before:h-0.5 before:bg-accent before:content-['']",
            )}
          >
            <span className="text-xl font-semibold tracking-tight">{format.number(counts[item])}</span>
            <span className="flex items-center gap-1.5 text-sm text-muted">
              {item === "all" ? null : (
                <span aria-hidden="true" className={classes("size-2 shrink-0 rounded-full", DOT[item])} />
              )}
              {t(`summary.${item}`)}
            </span>
          </button>
        );
      })}
    </div>
  );
}
