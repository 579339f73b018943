"use client";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { FilterChips } from "./filter-chips.tsx";
import { inGroup, REVIEW_GROUPS } from "./groups.ts";
import type { ReviewGroup } from "./groups.ts";
import { LeftOut } from "./left-out.tsx";
import type { PlanSummary } from "./plan-summary.ts";
import { ReviewSummary } from "./review-summary.tsx";
import { TargetTable } from "./target-table.tsx";
import { useReviewColumns } from "./use-review-columns.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { TargetView } from "#lib/rollouts/rollout.ts";

/** What a draft will do to each environment, and what it leaves out and why. */
export function PlanPart({ targets, summary }: { targets: readonly TargetView[]; summary: PlanSummary }) {
  const t = useTranslations("rollouts");
  const wizard = useTranslations("wizard");
  const columns = useReviewColumns();
  const [group, setGroup] = useState<ReviewGroup>("all");
  const shown = useMemo(() => targets.filter((target) => inGroup(target, group)), [targets, group]);
  const chips = useMemo(
    () =>
      REVIEW_GROUPS.map((id) => ({
        id,
        label: t(`review.groups.${id}`),
        count: targets.filter((target) => inGroup(target, id)).length,
      })).filter(({ id, count }) => id === "all" || count > 0),
    [targets, t],
  );
  return (
    <>
      <ReviewSummary summary={summary} />
      <LeftOut targets={targets} />
      <Panel
        header={wizard("plan.table")}
        description={t("review.pinned")}
        actions={
          <FilterChips label={t("review.show")} name="review-group" chips={chips} value={group} onChoose={setGroup} />
        }
        padded={false}
      >
        <TargetTable
          label={t("table")}
          nameHeader={t("columns.environment")}
          targets={shown}
          columns={columns}
          empty={t("running.none")}
        />
      </Panel>
    </>
  );
}
