"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { InlineCode } from "#components/ui/code-block.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { rolloutTargetQuery } from "#lib/queries/rollout-progress.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { TargetLine } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { EventList, Timeline } from "./event-list.tsx";
import { FailureAlert } from "./failure-alert.tsx";
import { GateLine } from "./gate-line.tsx";
import { TargetReason } from "./reason.tsx";
import { SkipButton } from "./skip-button.tsx";
import { requestIdOf } from "./steps.ts";

/** What a row unfolds to: why it ended as it did, the timeline, and AWS's events; read when it is unfolded. */
export function TargetDetails({
  target,
  rollout,
  access,
}: {
  target: TargetLine;
  rollout: RolloutProgress;
  access: Access;
}) {
  const t = useTranslations("rollouts");
  const words = useTranslations("progress.targets");
  const { data, error, refetch } = useQuery(rolloutTargetQuery(rollout, target.id));
  const maySkip = isUnderWay(rollout.status) && denialOf(access, roleFor(rollout), "look") === null;
  const requestId = data === undefined ? undefined : requestIdOf(data.timeline);
  return (
    <div className="max-w-[110ch] space-y-3">
      <TargetReason target={target} />
      {target.gate === null ? null : <GateLine gate={target.gate} />}
      {maySkip && target.state.status === "pending" ? <SkipButton target={target} /> : null}
      <FailureAlert error={error} action={<Button onClick={() => void refetch()}>{t("tryAgain")}</Button>} />
      {data === undefined && error === null ? (
        <div aria-busy="true">
          <p className="sr-only">{words("detailsLoading")}</p>
          <Skeleton className="w-1/2" />
        </div>
      ) : null}
      {requestId === undefined || requestId === null ? null : (
        <p className="text-sm">
          <span className="text-muted">{words("updateRequest")}</span> <InlineCode>{requestId}</InlineCode>
        </p>
      )}
      {data === undefined ? null : (
        <>
          <div>
            <h3 className="text-sm font-semibold text-muted">{t("running.timeline")}</h3>
            <Timeline entries={data.timeline} />
          </div>
          <div>
            <h3 className="text-sm font-semibold text-muted">{t("steps.events")}</h3>
            <EventList events={data.events} />
          </div>
        </>
      )}
    </div>
  );
}
