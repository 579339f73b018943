"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { ClosedList } from "./closed-note.tsx";
import { useRolloutWindows } from "./use-rollout-windows.ts";

/** While a rollout runs: what waits for a window, and until when. */
export function WaitingNote({ rolloutId }: { rolloutId: string }) {
  const t = useTranslations("windows.closed");
  const windows = useRolloutWindows(rolloutId);
  if (windows === undefined || windows.closed.length === 0) return null;
  const count = windows.closed.reduce((sum, { targets }) => sum + targets.length, 0);
  return (
    <Alert kind="info" header={t("waiting", { count })}>
      <ClosedList closed={windows.closed} />
    </Alert>
  );
}
