"use client";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { hasDowntime, movesToLaunchTemplate } from "#lib/rollouts/plan.ts";
import type { Target } from "#lib/rollouts/target.ts";
import { TargetReason } from "./reason.tsx";
import { useRolloutWords } from "./use-rollout-words.ts";
import { ValidationLine } from "./validation-line.tsx";

/** What a draft does to the instances of one environment, or why it leaves the environment alone. */
export function ReviewHow({ target }: { target: Target }) {
  const t = useTranslations("rollouts");
  const words = useRolloutWords();
  const { change, before, state } = target;
  if (state.status !== "pending") {
    return (
      <div className="text-sm">
        <TargetReason target={target} />
      </div>
    );
  }
  return (
    <div className="space-y-1">
      <span className="flex flex-wrap gap-x-1.5">
        <span className={hasDowntime(before.replacement) ? "font-medium text-error" : undefined}>
          {words.replacement(before.replacement)}
        </span>
        {movesToLaunchTemplate(change, before) ? (
          <span title={t("launchTemplate")}>
            <Badge tone="warning">{t("launchTemplateShort")}</Badge>
          </span>
        ) : null}
      </span>
      <ValidationLine target={target} />
    </div>
  );
}
