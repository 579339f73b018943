"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { movesToLaunchTemplate } from "#lib/rollouts/plan.ts";
import { Place } from "./place.tsx";
import { TargetReason } from "./reason.tsx";
import { TargetStatusMark } from "./status.tsx";
import type { TargetColumn } from "./target-table.tsx";
import { useRolloutWords } from "./use-rollout-words.ts";
import { hasDowntime } from "./words.ts";

/** The before/after table's columns. */
export function useReviewColumns(): TargetColumn[] {
  const t = useTranslations("rollouts");
  const words = useRolloutWords();
  return useMemo(
    () => [
      {
        id: "where",
        header: t("columns.where"),
        className: "hidden md:table-cell w-[18%]",
        cell: (target) => <Place target={target} />,
      },
      {
        id: "before",
        header: t("columns.before"),
        className: "hidden sm:table-cell",
        cell: ({ before }) => words.before(before),
      },
      {
        id: "after",
        header: t("columns.after"),
        cell: ({ change, before, state }) =>
          state.status === "pending" ? (
            <span className="font-medium">{words.after(change, before)}</span>
          ) : (
            <TargetStatusMark status={state.status} />
          ),
      },
      {
        id: "how",
        header: t("columns.replacement"),
        className: "hidden lg:table-cell w-[30%]",
        cell: (target) => {
          const { change, before, state } = target;
          if (state.status !== "pending") return <div className="text-sm">{<TargetReason target={target} />}</div>;
          return (
            <span className="flex flex-wrap gap-1.5">
              <span className={hasDowntime(before.replacement) ? "font-medium text-error" : undefined}>
                {words.replacement(before.replacement)}
              </span>
              {movesToLaunchTemplate(change, before) ? (
                <span title={t("launchTemplate")}>
                  <Badge tone="warning">{t("launchTemplateShort")}</Badge>
                </span>
              ) : null}
            </span>
          );
        },
      },
    ],
    [t, words],
  );
}
