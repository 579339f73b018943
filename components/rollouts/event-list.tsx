"use client";
import { useTranslations } from "next-intl";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { BeanstalkEvent, TimelineEntry } from "#lib/rollouts/rollout.ts";
import { useRolloutWords } from "./use-rollout-words.ts";

// AWS: EventSeverity. Anything else is shown as plain information.
const SEVERITIES: Readonly<Record<string, StatusKind>> = { WARN: "warning", ERROR: "error", FATAL: "error" };

/** Elastic Beanstalk's events in AWS's own words, oldest first. */
export function EventList({ events }: { events: readonly BeanstalkEvent[] }) {
  const t = useTranslations("rollouts.steps");
  if (events.length === 0) return <p className="text-sm text-muted">{t("noEvents")}</p>;
  return (
    <ol className="@container space-y-1 text-sm">
      {events.map((event) => (
        <li
          key={`${event.at} ${event.message}`}
          className="flex flex-wrap items-start gap-x-3 @2xl:grid @2xl:grid-cols-[max-content_5.5rem_minmax(0,1fr)]"
        >
          <Time value={event.at} mode="absolute" className="whitespace-nowrap text-muted" />
          <StatusIndicator kind={SEVERITIES[event.severity] ?? "info"}>{event.severity}</StatusIndicator>
          <span lang="en" translate="no" className="basis-full @2xl:basis-auto">
            {event.message}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What the engine did and saw, oldest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const words = useRolloutWords();
  return (
    <ol className="space-y-1 text-sm">
      {entries.map(({ at, transition }) => (
        <li key={`${at} ${transition.kind}`} className="grid gap-x-3 sm:grid-cols-[max-content_minmax(0,1fr)]">
          <Time value={at} mode="absolute" className="whitespace-nowrap text-muted" />
          <span>{words.transition(transition)}</span>
        </li>
      ))}
    </ol>
  );
}
