"use client";
import { useTranslations } from "next-intl";
import { VERDICT_MARKS } from "#components/environments/posture-marks.ts";
import { AwsWords } from "#components/rollouts/aws-words.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import { daysOf, windowsOf } from "#lib/imds/use.ts";
import type { EnvironmentAnswer } from "#lib/queries/environment.ts";
import { CountedInstances } from "./counted-instances.tsx";
import { NextSteps } from "./next-steps.tsx";
import { ReasonText } from "./reason-text.tsx";
import { UseChart } from "./use-chart.tsx";

/** Whether IMDSv1 can be disabled here: the verdict, why, what to do next, and what was counted. */
export function EvidencePanel({ answer }: { answer: EnvironmentAnswer }) {
  const t = useTranslations("readiness");
  const { environment, lane, instancesInUse } = answer;
  const { verdict, reasons, next } = environment.verdict;
  const { asked } = environment.evidence;
  const windows = windowsOf(environment.evidence, instancesInUse);
  const metrics = (["MetadataNoToken", "MetadataNoTokenRejected"] as const).filter((wanted) =>
    instancesInUse.some(({ metric, days }) => metric === wanted && days.length > 0),
  );
  return (
    <Panel
      header={t("title")}
      description={asked === null ? t("neverRead") : t.rich("read", { when: () => <Time value={asked.to} /> })}
    >
      <div className="space-y-4">
        <div className="max-w-[75ch] space-y-2">
          <StatusIndicator kind={VERDICT_MARKS[verdict]} wrap className="text-lg">
            {t(`verdict.${verdict}`)}
          </StatusIndicator>
          <ul className="list-disc space-y-1 pl-5">
            {reasons.map((reason) => (
              <li key={reason.kind}>
                <ReasonText reason={reason} windows={windows} />
              </li>
            ))}
          </ul>
        </div>
        <NextSteps steps={next} />
        {lane?.metricsFailure && asked !== null ? (
          <Alert kind="warning" header={t("metricsFailure")}>
            <AwsWords failure={lane.metricsFailure} />
          </Alert>
        ) : null}
        {asked === null
          ? null
          : metrics.map((metric) => (
              <UseChart
                key={metric}
                title={t(metric === "MetadataNoToken" ? "chart.title" : "chart.refusedTitle")}
                days={daysOf(instancesInUse, metric, asked)}
                window={windows[metric]}
              />
            ))}
        {asked === null || instancesInUse.length === 0 ? null : (
          <CountedInstances instances={instancesInUse} from={asked.from} />
        )}
        <p className="text-sm text-muted">{t("advice")}</p>
      </div>
    </Panel>
  );
}
