"use client";
import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import type { ConfiguredWord, Effective, EffectiveWord } from "#lib/imds/posture.ts";

const CONFIGURED: Record<ConfiguredWord, StatusKind> = {
  "v2-only": "success",
  "v1-and-v2": "warning",
  unsupported: "not-applicable",
  "not-applicable": "not-applicable",
  unknown: "unknown",
};

const EFFECTIVE: Record<EffectiveWord, StatusKind> = {
  "v2-only": "success",
  "v1-and-v2": "warning",
  mixed: "warning",
  "no-instances": "not-started",
  unknown: "unknown",
};

/** What the setting says. */
export function ConfiguredMark({ word }: { word: ConfiguredWord }) {
  const t = useTranslations("instances.configured");
  return <StatusIndicator kind={CONFIGURED[word]}>{t(word)}</StatusIndicator>;
}

/** What the running instances enforce. */
export function EffectiveMark({ effective }: { effective: Effective }) {
  const t = useTranslations("instances.effective");
  return <StatusIndicator kind={EFFECTIVE[effective.kind]}>{t(effective.kind)}</StatusIndicator>;
}
