"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useClock } from "#components/ui/time.tsx";
import { KeyValue } from "#components/ui/key-value.tsx";
import { timeLeftQuery } from "#lib/queries/rollout-progress.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import { isUnderWay } from "#lib/rollouts/rollout.ts";
import { segmentsOf } from "#lib/rollouts/segments.ts";
import { formatDuration } from "./duration.ts";
import { doneOf } from "./milestone.ts";

const MINUTE = 60_000;

/** About how long a rollout under way still takes, and what that is reckoned from. */
function TimeLeftText({ rollout }: { rollout: RolloutProgress }) {
  const t = useTranslations("progress.figures");
  const locale = useLocale();
  const { now } = useClock();
  const { data } = useQuery(timeLeftQuery(rollout));
  const left = data?.left ?? null;
  if (data === undefined || left === null) return <span className="text-muted">{t("unknown")}</span>;
  // While it runs time goes by; a paused one needs as long as before.
  const since = rollout.status === "paused" ? 0 : Math.max(0, now - Date.parse(data.at));
  const milliseconds = left.minutes * MINUTE - since;
  // To the minute: more would promise what AWS does not.
  const minutes = Math.round(milliseconds / MINUTE);
  return (
    <>
      <span className="text-xl font-semibold">
        {minutes < 1 ? t("soon") : t("about", { duration: formatDuration(minutes * MINUTE, locale) })}
      </span>
      <span className="block text-sm text-muted">
        {rollout.status === "paused" ? `${t("whenPaused")} · ` : null}
        {left.measured === 0 ? t("fromPlan") : t("fromEnded", { count: left.measured })}
      </span>
    </>
  );
}

/** A rollout in figures: how much of it is done, how much is at work, and how long it has taken and will. */
export function ProgressFigures({ rollout }: { rollout: RolloutProgress }) {
  const t = useTranslations("progress.figures");
  const locale = useLocale();
  const { now } = useClock();
  const { total, counts, startedAt, finishedAt, status } = rollout;
  const done = doneOf(counts);
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const number = new Intl.NumberFormat(locale);
  const until = finishedAt === null ? now : Date.parse(finishedAt);
  const strong = (text: string) => <span className="text-xl font-semibold">{text}</span>;
  return (
    <KeyValue
      columns={4}
      items={[
        {
          key: "done",
          label: t("done"),
          value: strong(
            t("doneOf", {
              done: number.format(done),
              total: number.format(total),
              share: share.format(total === 0 ? 1 : Math.floor((done * 100) / total) / 100),
            }),
          ),
        },
        ...(isUnderWay(status)
          ? [{ key: "work", label: t("atWork"), value: strong(number.format(segmentsOf(counts).inFlight)) }]
          : []),
        {
          key: "passed",
          label: isUnderWay(status) ? t("passed") : t("took"),
          value: startedAt === null ? null : strong(formatDuration(Math.max(0, until - Date.parse(startedAt)), locale)),
        },
        ...(isUnderWay(status) ? [{ key: "left", label: t("left"), value: <TimeLeftText rollout={rollout} /> }] : []),
      ]}
    />
  );
}
