"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Alert } from "#components/ui/alert.tsx";
import type { AlertKind } from "#components/ui/alert.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { OverrideNote } from "#components/windows/override-note.tsx";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { Access } from "./access.ts";
import { AcceptedNote } from "./accepted-note.tsx";
import { CountsBar } from "./counts-bar.tsx";
import { FailuresPanel } from "./failures-panel.tsx";
import { FollowUps } from "./follow-ups.tsx";
import { LanesPanel } from "./lanes-panel.tsx";
import { PolicyPanel } from "./policy-panel.tsx";
import { ProgressFigures } from "./progress-figures.tsx";
import { ReportActions } from "./report-actions.tsx";
import { TargetsPanel } from "./targets-panel.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";
import { useTargetFilter } from "./use-target-filter.ts";
import { WavesPanel } from "./waves-panel.tsx";

function kindOf({ counts, status, gatesFailed }: RolloutProgress): AlertKind {
  if (counts.failed + gatesFailed > 0) return "error";
  if (status === "stopped" || counts.blocked > 0) return "warning";
  return counts.succeeded > 0 ? "success" : "info";
}

/** How a rollout ended: one sentence, then the failures with AWS's words and what to do next, then every environment. */
export function Report({ rollout, access }: { rollout: RolloutProgress; access: Access }) {
  const t = useTranslations("rollouts.report");
  const announce = useAnnounce();
  const targets = useTargetFilter();
  const { counts, gatesFailed } = rollout;
  const attempted = counts.succeeded + counts.failed;
  const result =
    counts.failed > 0
      ? t("someFailed", { succeeded: counts.succeeded, attempted, failed: counts.failed })
      : gatesFailed > 0
        ? t("gatesFailed", { succeeded: counts.succeeded, failed: gatesFailed })
        : counts.succeeded > 0
          ? t("allProven", { count: counts.succeeded })
          : t("noneChanged");
  useEffect(() => announce(result, "rollout"), [announce, result]);
  const rest = [
    counts.failed > 0 && gatesFailed > 0 ? t("gatesFailedToo", { count: gatesFailed }) : null,
    rollout.status === "stopped" ? t("stopped") : null,
    counts.blocked > 0 ? t("blocked", { count: counts.blocked }) : null,
    counts.skipped > 0 ? t("skipped", { count: counts.skipped }) : null,
  ].filter((text) => text !== null);
  return (
    <>
      <Alert kind={kindOf(rollout)} header={result}>
        {rest.length === 0 ? null : <p>{rest.join(" ")}</p>}
      </Alert>
      <FollowUps rollout={rollout} />
      <OverrideNote rollout={rollout} />
      <AcceptedNote rollout={rollout} />
      <Panel header={t("title")} actions={<ReportActions rollout={rollout} access={access} />}>
        <div className="space-y-4">
          <ProgressFigures rollout={rollout} />
          <CountsBar counts={counts} label={t("title")} />
        </div>
      </Panel>
      <FailuresPanel rollout={rollout} access={access} />
      <PolicyPanel rollout={rollout} />
      <div className="grid gap-4 empty:hidden xl:grid-cols-2 xl:items-start">
        <WavesPanel rollout={rollout} access={access} onFilter={targets.onFilter} />
        <LanesPanel rollout={rollout} onFilter={targets.onFilter} />
      </div>
      <TargetsPanel rollout={rollout} access={access} {...targets} />
      <TimelinePanel rollout={rollout} />
    </>
  );
}
