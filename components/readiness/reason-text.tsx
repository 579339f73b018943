"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AwsLines, AwsWords } from "#components/rollouts/aws-words.tsx";
import { Time, TimeRange } from "#components/ui/time.tsx";
import type { ManagedWindow } from "#lib/imds/managed-window.ts";
import type { Reason } from "#lib/imds/readiness.ts";
import { hoursOf } from "#lib/imds/readiness.ts";
import type { UseWindow, UseWindows } from "#lib/imds/use.ts";

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
export function ReasonText({ reason, windows }: { reason: Reason; windows: UseWindows }) {
  const t = useTranslations("readiness");
  const span = useSpan();
  const when = (instant: string) => () => <Time value={instant} />;
  /** How long it was counted, and whose counts of that time are missing. */
  const spanOf = (hours: number, window: UseWindow | null): ReactNode =>
    window === null || window.complete
      ? span(hours)
      : t.rich("span.sinceScan", { span: span(hours), when: when(window.knownSince) });
  const countedOver = (window: UseWindow | null): ReactNode =>
    window === null ? null : t.rich("span.countedOver", { span: () => spanOf(hoursOf(window), window) });
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
          })}{" "}
          {countedOver(windows[reason.kind === "calls" ? "MetadataNoToken" : "MetadataNoTokenRejected"])}
        </p>
      );
    case "zero":
    case "short-window":
      return <p>{t.rich(`reason.${reason.kind}`, { span: () => spanOf(reason.hours, windows.MetadataNoToken) })}</p>;
    case "stale-evidence":
      return <p>{t.rich("reason.stale-evidence", { when: when(reason.readAt) })}</p>;
    case "busy":
      return <p>{t("reason.busy", { status: reason.status })}</p>;
    case "odd-value":
      return <p>{t("reason.odd-value", { value: reason.value })}</p>;
    case "containers":
      return <p>{t("reason.containers", { known: String(reason.hopLimit !== null), limit: reason.hopLimit ?? 0 })}</p>;
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
      return <p>{t(`reason.${reason.kind}`)}</p>;
  }
}
