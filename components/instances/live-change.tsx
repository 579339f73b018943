"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { denialOf, roleFor } from "#components/rollouts/access.ts";
import type { Access } from "#components/rollouts/access.ts";
import { isUndoable } from "#lib/rollouts/plan.ts";
import { TargetReason } from "#components/rollouts/reason.tsx";
import { UndoDialog } from "#components/rollouts/undo-dialog.tsx";
import { useRolloutWords } from "#components/rollouts/use-rollout-words.ts";
import { TargetStatusMark } from "#components/rollouts/status.tsx";
import { WaitingNote } from "#components/windows/waiting-note.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import { paths } from "#lib/paths.ts";
import type { EnvironmentAnswer } from "#lib/queries/environment.ts";
import { isUnfinished } from "#lib/rollouts/target.ts";
import { undoScopesOf } from "#lib/rollouts/undo.ts";
import { LiveSteps } from "./live-steps.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";

type LiveChangeProps = {
  latest: Exclude<EnvironmentAnswer["latest"], null>;
  access: Access;
  environment?: EnvironmentDetail;
  /** An undo was prepared: its draft, to be confirmed. Without it the draft's own page is opened. */
  onUndo?: (rolloutId: string) => void;
};

/** The latest change of one environment, live: driven by the database, so that a reload in the middle shows the same. */
export function LiveChange({ latest, access, environment, onUndo }: LiveChangeProps) {
  const t = useTranslations("instances.live");
  const target = useTranslations("rollouts.target");
  const words = useRolloutWords();
  const announce = useAnnounce();
  const [isUndoing, setUndoing] = useState(false);
  const { rollout } = latest;
  const { state, change, events } = latest.target;
  const isLive = isUnfinished(state.status);
  const spoken = `${words.change(change)}: ${target(state.status)}${isLive ? `. ${events.at(-1)?.message ?? ""}` : ""}`;
  // What had ended before the page was opened is no news.
  const isNews = useRef(isLive);
  useEffect(() => {
    if (isNews.current || isLive) announce(spoken, "change");
    isNews.current = true;
  }, [announce, isLive, spoken]);
  const needed = roleFor({ kind: rollout.kind, targets: [latest.target] });
  const mayUndo =
    rollout.kind !== "bulk" &&
    !isLive &&
    onUndo !== undefined &&
    isUndoable(latest.target) &&
    denialOf(access, needed, "change") === null;
  return (
    <Panel
      header={t("title")}
      description={
        <span className="flex flex-wrap gap-x-3">
          <TargetStatusMark status={state.status} />
          <span className="font-medium text-ink">{words.change(change)}</span>
          <span>
            {rollout.startedBy ?? rollout.createdBy} · <Time value={rollout.startedAt ?? rollout.createdAt} />
          </span>
        </span>
      }
      actions={
        <>
          {mayUndo ? <Button onClick={() => setUndoing(true)}>{t("undo")}</Button> : null}
          <ButtonLink variant="link" href={paths.rollout(rollout.id)}>
            {t("openRollout")}
          </ButtonLink>
        </>
      }
    >
      <div className="space-y-4">
        <TargetReason target={latest.target} />
        {state.status === "pending" ? <WaitingNote rolloutId={rollout.id} /> : null}
        {state.attempt > 0 ? <LiveSteps target={latest.target} environment={environment ?? null} /> : null}
        {isLive ? <p className="text-sm text-muted">{t("safe")}</p> : null}
      </div>
      {onUndo === undefined ? null : (
        <UndoDialog
          rolloutId={rollout.id}
          scopes={undoScopesOf([latest.target], [])}
          open={isUndoing}
          onOpenChange={setUndoing}
          onDraft={(id) => {
            setUndoing(false);
            onUndo(id);
          }}
        />
      )}
    </Panel>
  );
}
