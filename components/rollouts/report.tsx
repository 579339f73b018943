"use client";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useMemo } from "react";
import { Alert } from "#components/ui/alert.tsx";
import type { AlertKind } from "#components/ui/alert.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { OverrideNote } from "#components/windows/override-note.tsx";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { CountsBar } from "./counts-bar.tsx";
import { formatDuration } from "./duration.ts";
import { FailureGroupView } from "./failure-group.tsx";
import { failureGroups } from "./groups.ts";
import { ReportActions } from "./report-actions.tsx";
import { TargetsPanel } from "./targets-panel.tsx";
import { WavesPanel } from "./waves-panel.tsx";

function kindOf({ counts, status }: RolloutDetail): AlertKind {
  if (counts.failed > 0) return "error";
  if (status === "stopped" || counts.blocked > 0) return "warning";
  return counts.succeeded > 0 ? "success" : "info";
}

/** How a rollout ended: one sentence, then the failures with AWS's words and what to do next, then every environment. */
export function Report({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const t = useTranslations("rollouts.report");
  const locale = useLocale();
  const announce = useAnnounce();
  const { counts, targets } = rollout;
  const attempted = counts.succeeded + counts.failed;
  const result =
    counts.failed > 0
      ? t("someFailed", { succeeded: counts.succeeded, attempted, failed: counts.failed })
      : counts.succeeded > 0
        ? t("allProven", { count: counts.succeeded })
        : t("noneChanged");
  useEffect(() => announce(result, "rollout"), [announce, result]);
  const rest = [
    rollout.status === "stopped" ? t("stopped") : null,
    counts.blocked > 0 ? t("blocked", { count: counts.blocked }) : null,
    counts.skipped > 0 ? t("skipped", { count: counts.skipped }) : null,
    rollout.startedAt === null || rollout.finishedAt === null
      ? null
      : t("took", { duration: formatDuration(Date.parse(rollout.finishedAt) - Date.parse(rollout.startedAt), locale) }),
  ].filter((text) => text !== null);
  const groups = useMemo(() => failureGroups(targets), [targets]);
  return (
    <>
      <Alert kind={kindOf(rollout)} header={result}>
        {rest.length === 0 ? null : <p>{rest.join(" ")}</p>}
      </Alert>
      <OverrideNote rollout={rollout} />
      <Panel header={t("title")} actions={<ReportActions rollout={rollout} access={access} />}>
        <CountsBar counts={counts} label={t("title")} />
        {groups.length === 0 ? null : (
          <ul className="mt-4 divide-y divide-line border-t border-line">
            {groups.map((group) => (
              <FailureGroupView key={`${group.kind} ${group.advice}`} group={group} />
            ))}
          </ul>
        )}
      </Panel>
      <WavesPanel rollout={rollout} />
      <TargetsPanel rollout={rollout} access={access} />
    </>
  );
}
