"use client";
import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { Gate } from "#lib/rollouts/gate.ts";

/** What the bake has shown of one environment. */
export function GateLine({ gate }: { gate: Gate }) {
  const t = useTranslations("waves");
  switch (gate.kind) {
    case "passed":
      return (
        <StatusIndicator kind="success" wrap>
          {t("gate.passed")}
          {gate.unseen === undefined ? null : `. ${t("gate.unseen")}: ${t("gate.metricsOff")}`}
        </StatusIndicator>
      );
    case "failed":
      return (
        <StatusIndicator kind="error" wrap>
          {gate.why.kind === "health" ? t("gate.health", gate.why) : t("gate.refused-calls", gate.why)}
        </StatusIndicator>
      );
    case "inconclusive":
      return (
        <StatusIndicator kind="warning" wrap>
          {t("gate.inconclusive")}: {gate.missing.map((missing) => t(`paused.missing.${missing}`)).join(", ")}
        </StatusIndicator>
      );
  }
}
