"use client";
import { ShieldOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { ExceptionMark as Mark } from "#lib/imds/exception.ts";

/** That an accepted risk covers a row, with until when and who answers for it as its title. */
export function ExceptionMark({ exception }: { exception: Mark }) {
  const t = useTranslations("exceptions");
  const { until, owner } = exception;
  return (
    <span title={t("markTitle", { until: until.slice(0, 10), owner })}>
      <Badge tone="info" className="min-h-5">
        <ShieldOff aria-hidden="true" className="size-3.5" />
        <span className="sr-only">{t("mark")}</span>
      </Badge>
    </span>
  );
}
