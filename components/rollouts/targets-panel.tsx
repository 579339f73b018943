"use client";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Panel } from "#components/ui/panel.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import type { RolloutDetail, TargetView } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { FilterChips } from "./filter-chips.tsx";
import { failedFirst, finds, SEGMENTS, segmentOf, segmentsOf } from "./groups.ts";
import type { Segment } from "./groups.ts";
import { TargetDetails } from "./target-details.tsx";
import { TargetTable } from "./target-table.tsx";
import { useProgressColumns } from "./use-progress-columns.tsx";

/** All environments of a rollout that has started, what needs a look first; by status and by text. */
export function TargetsPanel({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const t = useTranslations("rollouts");
  const common = useTranslations("common.actions");
  const columns = useProgressColumns();
  const [segment, setSegment] = useState<Segment | "all">("all");
  const [text, setText] = useState("");
  const { targets, counts } = rollout;
  const shown = useMemo(() => {
    const isFound = finds(text);
    return failedFirst(targets).filter(
      (target) => (segment === "all" || segmentOf(target.state.status) === segment) && isFound(target),
    );
  }, [targets, segment, text]);
  const details = (target: TargetView) => <TargetDetails target={target} rollout={rollout} access={access} />;
  const sums = segmentsOf(counts);
  const chips = [
    { id: "all" as const, label: t("running.all"), count: targets.length },
    ...SEGMENTS.map((id) => ({ id, label: t(`segment.${id}`), count: sums[id] })).filter(
      ({ id, count }) => count > 0 || id === segment,
    ),
  ];
  return (
    <Panel
      header={t("table")}
      counter={`(${shown.length}/${targets.length})`}
      actions={
        <FilterChips
          label={t("running.filter")}
          name="target-status"
          chips={chips}
          value={segment}
          onChoose={setSegment}
        />
      }
      padded={false}
    >
      {targets.length > 8 ? (
        <div className="border-b border-line px-4 py-2">
          <SearchField
            label={t("running.find")}
            placeholder={t("running.find")}
            clearLabel={common("clear")}
            value={text}
            onValueChange={setText}
            className="max-w-md"
          />
        </div>
      ) : null}
      <TargetTable
        label={t("columns.environment")}
        nameHeader={t("columns.environment")}
        targets={shown}
        columns={columns}
        empty={t("running.none")}
        details={details}
      />
    </Panel>
  );
}
