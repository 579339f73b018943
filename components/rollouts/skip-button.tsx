"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { useSkipTarget } from "#lib/queries/rollouts.ts";
import type { TargetView } from "#lib/rollouts/rollout.ts";
import { FailureAlert } from "./failure-alert.tsx";

/** Leaves an environment out that has not started. */
export function SkipButton({ target }: { target: Pick<TargetView, "id" | "rolloutId"> }) {
  const t = useTranslations("waves.steer");
  const skip = useSkipTarget();
  return (
    <div className="space-y-2">
      <FailureAlert error={skip.error} />
      <Button busy={skip.isPending} onClick={() => skip.mutate({ rolloutId: target.rolloutId, targetId: target.id })}>
        {t("skip")}
      </Button>
    </div>
  );
}
