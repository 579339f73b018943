"use client";
import { useTranslations } from "next-intl";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { ValidationProgress as Progress } from "#lib/rollouts/validation.ts";

/** How far AWS has been asked about a draft's settings; nothing once it has answered all. The plan may be started before. */
export function ValidationProgress({ answered, of }: Progress) {
  const t = useTranslations("validation");
  if (answered >= of) return null;
  const count = t("progressCount", { answered, of });
  return (
    <div className="max-w-[75ch] space-y-1.5 text-sm">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>{t("progress")}</span>
        <span className="text-muted tabular-nums">{count}</span>
      </p>
      <ProgressBar label={t("progress")} value={answered} max={of} valueText={count} />
    </div>
  );
}
