"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { OverrideNote } from "#components/windows/override-note.tsx";
import { WaitingNote } from "#components/windows/waiting-note.tsx";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { Access } from "./access.ts";
import { AcceptedNote } from "./accepted-note.tsx";
import { ControlHelp } from "./control-help.tsx";
import { CountsBar } from "./counts-bar.tsx";
import { FailuresPanel } from "./failures-panel.tsx";
import { FollowUps } from "./follow-ups.tsx";
import { LanesPanel } from "./lanes-panel.tsx";
import { LaneTrouble } from "./lane-trouble.tsx";
import { doneOf, milestoneOf } from "./milestone.ts";
import { PauseNote } from "./pause-note.tsx";
import { PolicyPanel } from "./policy-panel.tsx";
import { ProgressFigures } from "./progress-figures.tsx";
import { ReportMenu } from "./report-menu.tsx";
import { SteerButtons } from "./steer-buttons.tsx";
import { TargetsPanel } from "./targets-panel.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";
import { UndoButton } from "./undo-button.tsx";
import { useTargetFilter } from "./use-target-filter.ts";
import { WavesPanel } from "./waves-panel.tsx";

/** A rollout while it runs: how far it is, what stands in its way, what failed, and each environment. */
export function Progress({ rollout, access }: { rollout: RolloutProgress; access: Access }) {
  const t = useTranslations("rollouts.running");
  const steer = useTranslations("waves.steer");
  const announce = useAnnounce();
  const targets = useTargetFilter();
  const { total, counts, gatesFailed } = rollout;
  const done = doneOf(counts);
  const milestone = milestoneOf(rollout);
  const [spoken, setSpoken] = useState({ milestone: "", text: "" });
  if (spoken.milestone !== milestone)
    setSpoken({ milestone, text: t("announced", { done, total, failed: counts.failed + gatesFailed }) });
  useEffect(() => announce(spoken.text, "rollout"), [announce, spoken]);
  return (
    <>
      {rollout.stopRequested ? (
        <Alert kind="in-progress" live>
          {t("stopRequested")} {rollout.abortRequested ? steer("abortRequested") : null}
        </Alert>
      ) : null}
      <PauseNote rollout={rollout} />
      <FollowUps rollout={rollout} />
      <OverrideNote rollout={rollout} />
      <AcceptedNote rollout={rollout} />
      {counts.pending > 0 && !rollout.stopRequested ? <WaitingNote rolloutId={rollout.id} /> : null}
      <LaneTrouble lanes={rollout.lanes} />
      <Panel
        header={t("title")}
        description={t("bar", { done, total })}
        actions={
          <>
            <SteerButtons rollout={rollout} access={access} />
            {rollout.status === "paused" ? <UndoButton rollout={rollout} access={access} /> : null}
            <ReportMenu rollout={rollout} />
          </>
        }
        footer={<ControlHelp />}
      >
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
