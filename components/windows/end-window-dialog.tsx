"use client";
import { useTranslations } from "next-intl";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { useEndWindow } from "#lib/queries/windows.ts";
import type { ChangeWindow } from "#lib/rollouts/window.ts";

/** Ends a window, after a question that says what begins by that. */
export function EndWindowDialog({ window, onClose }: { window: ChangeWindow; onClose: () => void }) {
  const t = useTranslations("windows.endDialog");
  const end = useEndWindow();
  return (
    <AlertDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("title", { name: window.name })}
      description={t(window.kind)}
      cancelLabel={t("cancel")}
      confirmLabel={t("confirm")}
      tone="danger"
      busy={end.isPending}
      onConfirm={() => end.mutate(window, { onSuccess: onClose })}
      width="small"
    >
      <FailureAlert error={end.error} />
    </AlertDialog>
  );
}
