"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { useStopRollout } from "#lib/queries/rollouts.ts";
import type { RolloutSummary } from "#lib/rollouts/rollout.ts";
import { segmentsOf } from "#lib/rollouts/segments.ts";
import { FailureAlert } from "./failure-alert.tsx";

type StopButtonProps = { rollout: Pick<RolloutSummary, "id" | "counts">; mayAbort: boolean };

/** Stops a rollout, after a question that says what goes on, and whether that is to be aborted. */
export function StopButton({ rollout, mayAbort }: StopButtonProps) {
  const t = useTranslations("rollouts.running");
  const steer = useTranslations("waves.steer");
  const [isAsking, setAsking] = useState(false);
  const [abort, setAbort] = useState(false);
  const stop = useStopRollout();
  const { inFlight } = segmentsOf(rollout.counts);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("stop")}</Button>
      <AlertDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("stopTitle")}
        description={t("stopText", { pending: rollout.counts.pending })}
        cancelLabel={t("keep")}
        confirmLabel={t("stopConfirm")}
        tone="danger"
        busy={stop.isPending}
        onConfirm={() => stop.mutate({ rolloutId: rollout.id, abort }, { onSuccess: () => setAsking(false) })}
        width="small"
      >
        {mayAbort && inFlight > 0 ? (
          <Checkbox
            label={steer("abort")}
            hint={steer("abortHint", { count: inFlight })}
            checked={abort}
            onChange={({ target }) => setAbort(target.checked)}
          />
        ) : null}
        <FailureAlert error={stop.error} />
      </AlertDialog>
    </>
  );
}
