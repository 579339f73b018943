"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { failuresQuery } from "#lib/queries/rollout-progress.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { FailureGroupView } from "./failure-group.tsx";
import { RetryButton } from "./retry-button.tsx";
import { UndoButton } from "./undo-button.tsx";

/** What failed, first of all that is shown: each cause once with what to do about it, each environment with AWS's words. */
export function FailuresPanel({ rollout, access }: { rollout: RolloutProgress; access: Access }) {
  const t = useTranslations("progress.failures");
  const rollouts = useTranslations("rollouts");
  const count = rollout.counts.failed + rollout.gatesFailed;
  const { data, error, refetch } = useQuery(failuresQuery(rollout.id, count));
  if (count === 0) return null;
  return (
    <Panel
      header={t("title")}
      counter={`(${count})`}
      actions={
        <>
          {/* The report of an ended one offers to retry at its head. */}
          {isUnderWay(rollout.status) ? <RetryButton rollout={rollout} access={access} /> : null}
          {rollout.undoable.failed === 0 ? null : (
            <UndoButton rollout={rollout} access={access} scope={{ kind: "failed" }} label={t("rollBack")} />
          )}
        </>
      }
    >
      <FailureAlert error={error} action={<Button onClick={() => void refetch()}>{rollouts("tryAgain")}</Button>} />
      {data === undefined && error === null ? <Skeleton className="w-2/3" /> : null}
      {data === undefined ? null : (
        <ul className="-my-3 divide-y divide-line">
          {data.map((group) => (
            <FailureGroupView key={group.advice} group={group} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
