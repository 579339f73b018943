"use client";
import { useTranslations } from "next-intl";
import { VERDICT_MARKS } from "#components/environments/posture-marks.ts";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { Verdict } from "#lib/imds/readiness.ts";

/** A verdict in a word or two, with the calls where IMDSv1 is in use. */
export function VerdictMark({ verdict, calls }: { verdict: Verdict; calls: number }) {
  const t = useTranslations("readiness.short");
  return (
    <StatusIndicator kind={VERDICT_MARKS[verdict]} wrap>
      {verdict === "in-use" ? t(verdict, { calls }) : t(verdict)}
    </StatusIndicator>
  );
}
