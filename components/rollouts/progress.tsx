"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { OverrideNote } from "#components/windows/override-note.tsx";
import { WaitingNote } from "#components/windows/waiting-note.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import { isUnfinished } from "#lib/rollouts/target.ts";
import type { Access } from "./access.ts";
import { AwsWords } from "./aws-words.tsx";
import { CountsBar } from "./counts-bar.tsx";
import { PauseNote } from "./pause-note.tsx";
import { SteerButtons } from "./steer-buttons.tsx";
import { TargetsPanel } from "./targets-panel.tsx";
import { UndoButton } from "./undo-button.tsx";
import { WavesPanel } from "./waves-panel.tsx";

/** A rollout while it runs: how far it is, what stands in its way, and each environment. */
export function Progress({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const t = useTranslations("rollouts.running");
  const steer = useTranslations("waves.steer");
  const announce = useAnnounce();
  const total = rollout.targets.length;
  const done = rollout.targets.filter(({ state }) => !isUnfinished(state.status)).length;
  const { failed } = rollout.counts;
  const progress = t("announced", { done, total, failed });
  useEffect(() => announce(progress, "rollout"), [announce, progress]);
  return (
    <>
      {rollout.stopRequested ? (
        <Alert kind="in-progress" live>
          {t("stopRequested")} {rollout.abortRequested ? steer("abortRequested") : null}
        </Alert>
      ) : null}
      <PauseNote rollout={rollout} />
      <OverrideNote rollout={rollout} />
      {rollout.counts.pending > 0 && !rollout.stopRequested ? <WaitingNote rolloutId={rollout.id} /> : null}
      {rollout.laneFailures.length === 0 ? null : (
        <Alert kind="warning" live header={t("laneFailures")}>
          {rollout.laneFailures.map(({ accountId, region, failure }) => (
            <div key={`${accountId} ${region}`}>
              <p className="font-medium">
                {accountId} · {region}
              </p>
              <AwsWords failure={failure} />
            </div>
          ))}
        </Alert>
      )}
      <Panel
        header={t("title")}
        description={t("bar", { done, total })}
        actions={
          <>
            <SteerButtons rollout={rollout} access={access} />
            {rollout.status === "paused" ? <UndoButton rollout={rollout} access={access} /> : null}
          </>
        }
      >
        <CountsBar counts={rollout.counts} label={t("title")} />
      </Panel>
      <WavesPanel rollout={rollout} />
      <TargetsPanel rollout={rollout} access={access} />
    </>
  );
}
