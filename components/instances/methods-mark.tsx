"use client";
import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { CONFIGURED_MARKS, EFFECTIVE_MARKS } from "#components/environments/posture-marks.ts";
import type { ConfiguredWord, Effective } from "#lib/imds/posture.ts";

/** What the setting says. */
export function ConfiguredMark({ word }: { word: ConfiguredWord }) {
  const t = useTranslations("instances.configured");
  return <StatusIndicator kind={CONFIGURED_MARKS[word]}>{t(word)}</StatusIndicator>;
}

/** What the running instances enforce. */
export function EffectiveMark({ effective }: { effective: Effective }) {
  const t = useTranslations("instances.effective");
  return <StatusIndicator kind={EFFECTIVE_MARKS[effective.kind]}>{t(effective.kind)}</StatusIndicator>;
}
