"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { rolloutTargetQuery, WHOLE_UP_TO } from "#lib/queries/rollouts.ts";
import type { RolloutDetail, TargetView } from "#lib/rollouts/rollout.ts";
import { EventList, Timeline } from "./event-list.tsx";
import { TargetReason } from "./reason.tsx";

/** What a row unfolds to: why it ended as it did, the timeline, and AWS's events. */
export function TargetDetails({ target, rollout }: { target: TargetView; rollout: RolloutDetail }) {
  const t = useTranslations("rollouts");
  const isCut = rollout.targets.length > WHOLE_UP_TO;
  const { data } = useQuery({
    ...rolloutTargetQuery(rollout.id, target.id, rollout.status === "running"),
    enabled: isCut,
  });
  const whole = isCut ? (data ?? target) : target;
  return (
    <div className="max-w-[110ch] space-y-3">
      <TargetReason target={whole} />
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
