"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Time } from "#components/ui/time.tsx";
import type { TargetLine } from "#lib/rollouts/rollout.ts";
import { Place } from "./place.tsx";
import { TargetStatusMark } from "./status.tsx";
import type { TargetColumn } from "./target-table.tsx";
import { GateLine } from "./gate-line.tsx";
import { FailureLine } from "./failure-line.tsx";
import { useRolloutWords } from "./use-rollout-words.ts";

/** The columns of a rollout that has started. */
export function useProgressColumns(): TargetColumn<TargetLine>[] {
  const t = useTranslations("rollouts");
  const words = useRolloutWords();
  return useMemo(() => {
    const now = ({ state, last, event, gate }: TargetLine) => {
      if (gate?.kind === "failed") return <GateLine gate={gate} />;
      switch (state.status) {
        case "skipped":
          return words.skip(state.reason);
        case "blocked":
          return words.block(state.reason);
        case "failed":
          return <FailureLine reason={state.reason} />;
        case "updating":
          if (event !== null) {
            return (
              <span lang="en" translate="no">
                {event.message}
              </span>
            );
          }
          break;
        case "pending":
        case "applying":
        case "verifying":
        case "succeeded":
          break;
      }
      return last === null ? null : words.transition(last.transition);
    };
    return [
      {
        id: "status",
        header: t("columns.status"),
        className: "w-[38%] md:w-[14%] print:w-[16%]",
        cell: ({ state }) => <TargetStatusMark status={state.status} />,
      },
      {
        id: "where",
        header: t("columns.where"),
        className: "hidden md:table-cell w-[18%]",
        cell: (target) => <Place target={target} />,
      },
      {
        id: "now",
        header: t("columns.step"),
        className: "hidden sm:table-cell",
        cell: (target) => {
          return (
            <div className="text-sm">
              <div className="line-clamp-2 print:line-clamp-none">{now(target)}</div>
              {target.last === null ? null : <Time value={target.last.at} className="text-muted" />}
            </div>
          );
        },
      },
    ];
  }, [t, words]);
}
