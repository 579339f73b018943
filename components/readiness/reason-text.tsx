"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AwsLines, AwsWords } from "#components/rollouts/aws-words.tsx";
import { Time, TimeRange } from "#components/ui/time.tsx";
import type { ManagedWindow } from "#lib/imds/managed-window.ts";
import type { Reason } from "#lib/imds/readiness.ts";
import type { UseWindow } from "#lib/imds/use.ts";

const DAY_HOURS = 24;

function useSpan() {
  const t = useTranslations("readiness.span");
  return (hours: number) =>
    hours < 2 * DAY_HOURS ? t("hours", { count: hours }) : t("days", { count: Math.floor(hours / DAY_HOURS) });
}

/** That Elastic Beanstalk may begin an update of its own, and when. */
export function ManagedWindowText({ window }: { window: ManagedWindow }) {
  const t = useTranslations("readiness.reason");
  return (
    <p>
      {t.rich("managed-window", {
        open: String(window.open),
        refresh: String(window.instanceRefresh),
        window: () => <TimeRange from={window.opensAt} to={window.closesAt} />,
      })}
    </p>
  );
}

/** One reason of a verdict as a sentence, AWS's own words with it where there are any. */
export function ReasonText({ reason, window }: { reason: Reason; window: UseWindow | null }) {
  const t = useTranslations("readiness");
  const span = useSpan();
  const when = (instant: string) => () => <Time value={instant} />;
  const overSpan = (hours: number, key: "zero" | "short-window"): ReactNode => {
    const sentence =
      window === null || window.complete
        ? span(hours)
        : t.rich("span.sinceScan", { span: span(hours), when: when(window.knownSince) });
    return t.rich(`reason.${key}`, { span: () => sentence });
  };
  switch (reason.kind) {
    case "permission":
      return (
        <>
          <p>{t.rich("reason.permission", { when: when(reason.at) })}</p>
          <AwsLines words={reason.words} />
        </>
      );
    case "read-failed":
      return (
        <>
          <p>{t("reason.read-failed")}</p>
          <AwsWords failure={reason.failure} />
        </>
      );
    case "setting-failed":
      return (
        <>
          <p>{t.rich("reason.setting-failed", { when: when(reason.at) })}</p>
          <AwsWords failure={reason.failure} />
        </>
      );
    case "calls":
    case "rejected":
      return (
        <p>
          {t.rich(`reason.${reason.kind}`, {
            calls: reason.calls,
            instances: reason.instances,
            when: when(reason.lastAt),
          })}
        </p>
      );
    case "zero":
    case "short-window":
      return <p>{overSpan(reason.hours, reason.kind)}</p>;
    case "stale-evidence":
      return <p>{t.rich("reason.stale-evidence", { when: when(reason.readAt) })}</p>;
    case "busy":
      return <p>{t("reason.busy", { status: reason.status })}</p>;
    case "odd-value":
      return <p>{t("reason.odd-value", { value: reason.value })}</p>;
    case "not-in-force":
      return <p>{t("reason.not-in-force", { optional: reason.optional })}</p>;
    case "instances-require":
    case "no-data":
    case "silent":
      return <p>{t(`reason.${reason.kind}`, { instances: reason.instances })}</p>;
    case "managed-window":
      return <ManagedWindowText window={reason} />;
    case "cluster":
    case "unsupported":
    case "pending-draft":
    case "failed-draft":
    case "tokens-enforced":
    case "setting-unknown":
    case "default-unknown":
    case "already-set":
    case "not-read":
    case "no-instances":
    case "containers":
      return <p>{t(`reason.${reason.kind}`)}</p>;
  }
}
