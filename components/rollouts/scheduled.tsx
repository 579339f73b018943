"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Time, useClock, ZonedTime } from "#components/ui/time.tsx";
import { ClosedNote } from "#components/windows/closed-note.tsx";
import { OverrideNote } from "#components/windows/override-note.tsx";
import { useRolloutWindows } from "#components/windows/use-rollout-windows.ts";
import { useUnscheduleRollout } from "#lib/queries/rollouts.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { PolicyPanel } from "./policy-panel.tsx";
import { TargetsPanel } from "./targets-panel.tsx";
import { useTargetFilter } from "./use-target-filter.ts";
import { WavesPanel } from "./waves-panel.tsx";

/** Cancels a scheduled start, after a question that says what becomes of the rollout. */
function CancelButton({ rolloutId }: { rolloutId: string }) {
  const t = useTranslations("windows.schedule");
  const [isAsking, setAsking] = useState(false);
  const cancel = useUnscheduleRollout();
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("cancel")}</Button>
      <AlertDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("cancelTitle")}
        description={t("cancelText")}
        cancelLabel={t("keep")}
        confirmLabel={t("cancel")}
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate(rolloutId, { onSuccess: () => setAsking(false) })}
        width="small"
      >
        <FailureAlert error={cancel.error} />
      </AlertDialog>
    </>
  );
}

/** A rollout that begins at a time: when that is, what waits for a window even then, and the way to cancel. */
export function Scheduled({ rollout, access }: { rollout: RolloutProgress; access: Access }) {
  const t = useTranslations("windows.schedule");
  const { now, timeZone } = useClock();
  const windows = useRolloutWindows(rollout.id);
  const targets = useTargetFilter();
  const { startAt, startZone, startedBy } = rollout;
  const isCancellable = denialOf(access, roleFor(rollout), "look") === null;
  return (
    <>
      <OverrideNote rollout={rollout} />
      <Panel header={t("title")} actions={isCancellable ? <CancelButton rolloutId={rollout.id} /> : null}>
        {startAt === null ? null : (
          <div className="space-y-1">
            <p className="text-xl font-semibold">
              {Date.parse(startAt) - now < 60_000
                ? t("beginsSoon")
                : t.rich("begins", { when: () => <Time value={startAt} /> })}
            </p>
            <p>
              <Time value={startAt} mode="absolute" />
              {startZone === null || startZone === timeZone ? null : (
                <>
                  {" · "}
                  <ZonedTime value={startAt} timeZone={startZone} /> ({startZone})
                </>
              )}
            </p>
            <p className="text-sm text-muted">{t("by", { who: startedBy ?? "–" })}</p>
            <p className="max-w-[75ch] text-sm text-muted">{t("holds")}</p>
            {Date.parse(startAt) <= now ? <p className="font-medium">{t("due")}</p> : null}
          </div>
        )}
      </Panel>
      {windows === undefined ? null : <ClosedNote windows={windows} when="start" />}
      <PolicyPanel rollout={rollout} />
      <WavesPanel rollout={rollout} access={access} onFilter={targets.onFilter} />
      <TargetsPanel rollout={rollout} access={access} {...targets} />
    </>
  );
}
