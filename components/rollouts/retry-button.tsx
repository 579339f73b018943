"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { paths } from "#lib/paths.ts";
import { useRetryRollout } from "#lib/queries/rollouts.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { FailureAlert } from "./failure-alert.tsx";

/** Plans what failed or was blocked again, as a draft to be reviewed, where there is something and the person may. */
export function RetryButton({ rollout, access }: { rollout: RolloutProgress; access: Access }) {
  const t = useTranslations("rollouts.report");
  const router = useRouter();
  const retry = useRetryRollout((draftId) => router.push(paths.rollout(draftId)));
  if (rollout.retryable === 0 || denialOf(access, roleFor(rollout), "change") !== null) return null;
  return (
    <>
      <FailureAlert error={retry.error} />
      <Button variant="primary" busy={retry.isPending} onClick={() => retry.mutate(rollout.id)}>
        {t("retry", { count: rollout.retryable })}
      </Button>
    </>
  );
}
