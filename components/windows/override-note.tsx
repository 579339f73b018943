"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import type { RolloutSummary } from "#lib/rollouts/rollout.ts";

/** Says of a rollout that windows do not hold it, who decided that, and why. */
export function OverrideNote({ rollout }: { rollout: Pick<RolloutSummary, "windowOverride" | "startedBy"> }) {
  const t = useTranslations("windows.closed");
  if (rollout.windowOverride === null) return null;
  return (
    <Alert kind="warning" header={t("overridden")}>
      <p className="break-words">{t("reason", { who: rollout.startedBy ?? "–", reason: rollout.windowOverride })}</p>
    </Alert>
  );
}
