"use client";
import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import type { EnvironmentRow, Health } from "#lib/imds/environment.ts";
import { awsWord } from "./aws-word.ts";

// AWS: health-enhanced-status. Yellow is a warning, red is degraded or severe, grey is no data or an update.
const HEALTH: Record<Health, StatusKind> = { Green: "success", Yellow: "warning", Red: "error", Grey: "unknown" };

const AT_WORK = new Set(["Launching", "Updating", "Terminating", "Aborting", "LinkingFrom", "LinkingTo"]);

// AWS writes "No Data" in the console and "NoData" in the API.
/** The environment's health: the enhanced status where there is one, else the colour. */
export function HealthCell({ row }: { row: EnvironmentRow }) {
  const t = useTranslations("environments");
  const text =
    row.healthStatus === null
      ? t(`health.${row.health}`)
      : awsWord(t, "healthStatus", row.healthStatus.replaceAll(" ", ""));
  return (
    <span className="flex">
      <StatusIndicator kind={HEALTH[row.health]}>{text}</StatusIndicator>
    </span>
  );
}

/** What Elastic Beanstalk is doing with the environment. */
export function StatusCell({ row }: { row: EnvironmentRow }) {
  const t = useTranslations("environments");
  const text = awsWord(t, "status", row.status);
  if (row.status === "Ready") return <span className="whitespace-nowrap">{text}</span>;
  return (
    <span className="flex">
      <StatusIndicator kind={AT_WORK.has(row.status) ? "in-progress" : "stopped"}>{text}</StatusIndicator>
    </span>
  );
}
