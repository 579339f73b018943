"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { rolloutTargetQuery, WHOLE_UP_TO } from "#lib/queries/rollouts.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import type { RolloutDetail, TargetView } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { EventList, Timeline } from "./event-list.tsx";
import { GateLine } from "./gate-line.tsx";
import { TargetReason } from "./reason.tsx";
import { SkipButton } from "./skip-button.tsx";

/** What a row unfolds to: why it ended as it did, the timeline, and AWS's events. */
export function TargetDetails({
  target,
  rollout,
  access,
}: {
  target: TargetView;
  rollout: RolloutDetail;
  access: Access;
}) {
  const t = useTranslations("rollouts");
  const isCut = rollout.targets.length > WHOLE_UP_TO;
  const { data } = useQuery({
    ...rolloutTargetQuery(rollout.id, target.id, isUnderWay(rollout.status)),
    enabled: isCut,
  });
  const whole = isCut ? (data ?? target) : target;
  const maySkip = isUnderWay(rollout.status) && denialOf(access, roleFor(rollout), "look") === null;
  return (
    <div className="max-w-[110ch] space-y-3">
      <TargetReason target={whole} />
      {target.gate === null ? null : <GateLine gate={target.gate} />}
      {maySkip && target.state.status === "pending" ? <SkipButton target={target} /> : null}
      <div>
        <h3 className="text-sm font-semibold text-muted">{t("running.timeline")}</h3>
        <Timeline entries={whole.timeline} />
      </div>
      <div>
        <h3 className="text-sm font-semibold text-muted">{t("steps.events")}</h3>
        <EventList events={whole.events} />
      </div>
    </div>
  );
}
