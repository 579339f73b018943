"use client";
import { useTranslations } from "next-intl";
import { VERDICT_MARKS } from "#components/environments/posture-marks.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Reason } from "#lib/imds/readiness.ts";
import { daysOf, windowsOf } from "#lib/imds/use.ts";
import type { EnvironmentAnswer } from "#lib/queries/environment.ts";
import { paths } from "#lib/paths.ts";
import { CallBars } from "./call-bars.tsx";
import { useDaysInWords } from "./days-in-words.ts";
import { ReasonText } from "./reason-text.tsx";
import { SinceScan } from "./since-scan.tsx";

/** What is true for now only, so that it is never left out. */
const PASSING: ReadonlySet<Reason["kind"]> = new Set(["setting-failed", "managed-window"]);

/** Reasons that are the counts' own are first of theirs. */
function mostTelling([first, ...others]: readonly Reason[]): Reason[] {
  if (first === undefined) return [];
  return [first, ...others.filter(({ kind }) => PASSING.has(kind))];
}

/** The verdict in short, for who looks at an environment first: its first reason, the counts, and the way to all of it. */
export function VerdictPanel({ answer }: { answer: EnvironmentAnswer }) {
  const t = useTranslations("readiness");
  const inWords = useDaysInWords();
  const { environment, instancesInUse } = answer;
  const { verdict, reasons } = environment.verdict;
  const { asked } = environment.evidence;
  const windows = windowsOf(environment.evidence, instancesInUse);
  const isCounted = instancesInUse.some(({ metric, days }) => metric === "MetadataNoToken" && days.length > 0);
  const days = asked === null || !isCounted ? null : daysOf(instancesInUse, "MetadataNoToken", asked);
  return (
    <Panel
      header={t("title")}
      description={asked === null ? t("neverRead") : t.rich("read", { when: () => <Time value={asked.to} /> })}
      actions={<ButtonLink href={paths.environmentInstances(environment)}>{t("everything")}</ButtonLink>}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="max-w-[75ch] min-w-0 flex-1 basis-80 space-y-1">
          <StatusIndicator kind={VERDICT_MARKS[verdict]} wrap className="text-lg">
            {t(`verdict.${verdict}`)}
          </StatusIndicator>
          {mostTelling(reasons).map((reason) => (
            <ReasonText key={reason.kind} reason={reason} windows={windows} />
          ))}
        </div>
        {days === null ? null : (
          <figure className="w-full max-w-64">
            <figcaption className="text-sm text-muted">{t("chart.title")}</figcaption>
            <CallBars days={days} label={inWords(days)} className="h-10 w-full" />
            <p aria-hidden="true" className="flex justify-between text-xs text-muted">
              <span>{days[0]?.day}</span>
              <span>{days.at(-1)?.day}</span>
            </p>
            <SinceScan window={windows.MetadataNoToken} />
          </figure>
        )}
      </div>
    </Panel>
  );
}
