"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { useStopRollout } from "#lib/queries/rollouts.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import { FailureAlert } from "./failure-alert.tsx";

/** Stops a running rollout, after a question that says what goes on. */
export function StopButton({ rollout }: { rollout: Pick<RolloutDetail, "id" | "counts"> }) {
  const t = useTranslations("rollouts.running");
  const [isAsking, setAsking] = useState(false);
  const stop = useStopRollout();
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
        onConfirm={() => stop.mutate(rollout.id, { onSuccess: () => setAsking(false) })}
        width="small"
      >
        <FailureAlert error={stop.error} />
      </AlertDialog>
    </>
  );
}
