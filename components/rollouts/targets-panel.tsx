"use client";
import { useQueries, useQuery } from "@tanstack/react-query";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { targetPageQuery, TARGETS_AT_ONCE } from "#lib/queries/rollout-progress.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { TargetLine, TargetWindow } from "#lib/rollouts/rollout.ts";
import { SEGMENTS, segmentsOf } from "#lib/rollouts/segments.ts";
import { ALL_TARGETS } from "#lib/rollouts/target-filter.ts";
import type { Access } from "./access.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { TargetDetails } from "./target-details.tsx";
import { TargetFilters } from "./target-filters.tsx";
import { TargetTable } from "./target-table.tsx";
import { useProgressColumns } from "./use-progress-columns.tsx";
import type { TargetFiltering } from "./use-target-filter.ts";

type TargetsPanelProps = TargetFiltering & { rollout: RolloutProgress; access: Access };

const windowsOf = (results: UseQueryResult<TargetWindow>[]) => results.map(({ data }) => data);

/** Gives the places of a list with the targets that are there already; while the order moves one may come twice, and stands once. */
function placesOf(matched: number, pages: readonly number[], windows: readonly (TargetWindow | undefined)[]) {
  const places: (TargetLine | undefined)[] = Array.from({ length: matched });
  const seen = new Set<string>();
  for (const [at, page] of pages.entries()) {
    for (const [offset, row] of (windows[at]?.rows ?? []).entries()) {
      const place = page * TARGETS_AT_ONCE + offset;
      if (place >= matched || seen.has(row.id)) continue;
      seen.add(row.id);
      places[place] = row;
    }
  }
  return places;
}

/** All environments of a rollout that has started, what needs a look first; fetched as they come into sight. */
export function TargetsPanel({ rollout, access, filter, onFilter }: TargetsPanelProps) {
  const t = useTranslations("rollouts");
  const words = useTranslations("progress.targets");
  const columns = useProgressColumns();
  const [pages, setPages] = useState<readonly number[]>([0]);
  const first = useQuery(targetPageQuery(rollout, filter, 0));
  const windows = useQueries({
    queries: pages.map((page) => targetPageQuery(rollout, filter, page)),
    combine: windowsOf,
  });
  const matched = first.data?.matched ?? 0;
  const targets = useMemo(() => placesOf(matched, pages, windows), [matched, pages, windows]);
  const unread = targets.filter((target) => target === undefined).length;
  const onShown = useCallback((from: number, to: number) => {
    const [start, end] = [Math.floor(from / TARGETS_AT_ONCE), Math.floor(to / TARGETS_AT_ONCE)];
    const wanted = Array.from({ length: end - start + 1 }, (_, at) => start + at);
    setPages((had) => (had.join() === wanted.join() ? had : wanted));
  }, []);
  const sums = segmentsOf(rollout.counts);
  const chips = [
    { id: "all" as const, label: t("running.all"), count: rollout.total },
    ...SEGMENTS.map((id) => ({ id, label: t(`segment.${id}`), count: sums[id] })).filter(
      ({ id, count }) => count > 0 || id === filter.segment,
    ),
  ];
  return (
    <Panel
      header={t("table")}
      counter={first.data === undefined ? null : `(${matched}/${rollout.total})`}
      actions={
        <FilterChips
          label={t("running.filter")}
          name="target-status"
          chips={chips}
          value={filter.segment ?? "all"}
          onChoose={(id) => onFilter({ segment: id === "all" ? null : id })}
        />
      }
      padded={false}
    >
      <TargetFilters rollout={rollout} filter={filter} onFilter={onFilter} busy={first.isPlaceholderData} />
      <FailureAlert
        error={first.error}
        action={<Button onClick={() => void first.refetch()}>{t("tryAgain")}</Button>}
      />
      {first.isPending ? (
        <p role="status" className="px-5 py-8 text-center text-muted">
          {words("loading")}
        </p>
      ) : (
        <TargetTable
          label={t("columns.environment")}
          nameHeader={t("columns.environment")}
          targets={targets}
          columns={columns}
          empty={
            <EmptyState
              header={words("none")}
              action={<Button onClick={() => onFilter(ALL_TARGETS)}>{words("clear")}</Button>}
            >
              {words("noneHint")}
            </EmptyState>
          }
          details={(target) => <TargetDetails target={target} rollout={rollout} access={access} />}
          onShown={onShown}
        />
      )}
      {unread === 0 ? null : (
        <p className="hidden px-4 py-2 text-sm print:block">{words("notPrinted", { count: unread })}</p>
      )}
    </Panel>
  );
}
