"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { VerdictMark } from "#components/readiness/verdict-mark.tsx";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { Place } from "./place.tsx";
import { ReviewHow } from "./review-how.tsx";
import { TargetStatusMark } from "./status.tsx";
import type { TargetColumn } from "./target-table.tsx";
import { useRolloutWords } from "./use-rollout-words.ts";
import { methodsAfter } from "./words.ts";

/** The before/after table's columns. */
export function useReviewColumns(): TargetColumn<TargetView>[] {
  const t = useTranslations("rollouts");
  const words = useRolloutWords();
  return useMemo(
    () => [
      {
        id: "where",
        header: t("columns.where"),
        className: "hidden md:table-cell w-[16%]",
        cell: (target) => <Place target={target} />,
      },
      {
        id: "before",
        header: t("columns.before"),
        className: "hidden sm:table-cell",
        cell: ({ before, state }) =>
          state.status === "blocked" && before.methods === null ? "–" : words.before(before),
      },
      {
        id: "after",
        header: t("columns.after"),
        cell: (target) => {
          const { change, before, state } = target;
          return (
            <>
              {state.status === "pending" ? (
                <span className="font-medium">{words.after(change, before)}</span>
              ) : (
                <TargetStatusMark status={state.status} />
              )}
              <div className="text-sm lg:hidden">
                <ReviewHow target={target} />
              </div>
            </>
          );
        },
      },
      {
        id: "readiness",
        header: t("columns.readiness"),
        className: "hidden sm:table-cell",
        cell: ({ change, before, state, readiness }) =>
          state.status !== "pending" || readiness === null || methodsAfter(change, before) !== "v2-only" ? (
            "–"
          ) : (
            <VerdictMark {...readiness} />
          ),
      },
      {
        id: "how",
        header: t("columns.replacement"),
        className: "hidden lg:table-cell w-[20%]",
        cell: (target) => <ReviewHow target={target} />,
      },
    ],
    [t, words],
  );
}
