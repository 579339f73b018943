"use client";
import { useFormatter, useTranslations } from "next-intl";
import { ExceptionMark } from "#components/exceptions/exception-mark.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { CONFIGURED_MARKS, EFFECTIVE_MARKS, VERDICT_MARKS } from "./posture-marks.ts";
import type { EnvironmentRow } from "#lib/imds/environment.ts";

/** What the option setting says, whether that is the platform's default, and whether another set stands beside it. */
export function ConfiguredCell({ row }: { row: EnvironmentRow }) {
  const t = useTranslations("environments");
  const isKnown = row.configured === "v2-only" || row.configured === "v1-and-v2";
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      <StatusIndicator kind={CONFIGURED_MARKS[row.configured]}>{t(`configured.${row.configured}`)}</StatusIndicator>
      {isKnown && row.configuredIsDefault ? (
        <span title={t("configuredHint.defaultTitle")} className="text-xs text-muted">
          {t("configuredHint.default")}
        </span>
      ) : null}
      {row.draftStatus === null ? null : (
        <span title={t(`draft.${row.draftStatus}Title`)}>
          <Badge tone={row.draftStatus === "failed" ? "warning" : "info"}>{t(`draft.${row.draftStatus}`)}</Badge>
        </span>
      )}
    </span>
  );
}

/** What the running instances enforce, whether that disagrees with the setting, and whether its risk is accepted. */
export function EffectiveCell({ row }: { row: EnvironmentRow }) {
  const t = useTranslations("environments");
  const counts = { required: row.requiredCount, count: row.instanceCount };
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      <StatusIndicator kind={EFFECTIVE_MARKS[row.effective]}>
        {row.effective === "mixed" ? t("effectiveHint.mixed", counts) : t(`effective.${row.effective}`)}
      </StatusIndicator>
      {row.drift ? (
        <span title={t("drift.markTitle")}>
          <Badge tone="warning">{t("drift.mark")}</Badge>
        </span>
      ) : null}
      {row.exception === null ? null : <ExceptionMark exception={row.exception} />}
    </span>
  );
}

/** Whether IMDSv1 can be disabled, and how often it was called where it is in use, whatever the verdict. */
export function ReadinessCell({ row }: { row: EnvironmentRow }) {
  const t = useTranslations("environments");
  const format = useFormatter();
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      <StatusIndicator kind={VERDICT_MARKS[row.readiness]}>{t(`readiness.${row.readiness}`)}</StatusIndicator>
      {row.imdsCalls > 0 ? (
        <span
          title={t("readinessHint.callsTitle", { count: row.imdsCalls })}
          className="text-xs whitespace-nowrap text-muted"
        >
          {t("readinessHint.calls", {
            count: format.number(row.imdsCalls, { notation: "compact", maximumFractionDigits: 0 }),
          })}
        </span>
      ) : null}
    </span>
  );
}
