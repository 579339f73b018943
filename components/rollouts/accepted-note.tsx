"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";

/** What was accepted to start a rollout all the same, by whom, and why; nothing where nothing had to be. */
export function AcceptedNote({ rollout }: { rollout: Pick<RolloutProgress, "acknowledgements" | "startedBy"> }) {
  const t = useTranslations("rollouts.report.accepted");
  const { acknowledgements, startedBy } = rollout;
  if (acknowledgements === null) return null;
  const { inUse, noEvidence, downtime } = acknowledgements;
  const lines = [
    inUse?.kind === "override" ? t("inUse", { reason: inUse.reason }) : null,
    inUse?.kind === "leave-out" ? t("leftOut") : null,
    noEvidence ? t("noEvidence") : null,
    downtime ? t("downtime") : null,
  ].filter((line) => line !== null);
  if (lines.length === 0) return null;
  return (
    <Alert kind="info" header={t("header", { name: startedBy ?? "–" })}>
      {lines.map((line) => (
        <p key={line} className="break-words">
          {line}
        </p>
      ))}
    </Alert>
  );
}
