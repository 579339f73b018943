import { useTranslations } from "next-intl";
import { AwsWords } from "#components/rollouts/aws-words.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { AlertKind, AlertView } from "#lib/imds/alert.ts";
import { paths } from "#lib/paths.ts";

const MARKS: Record<AlertKind, StatusKind> = {
  "newly-allows-v1": "warning",
  "switched-back": "error",
  "exception-ended": "warning",
  drifted: "error",
  "lane-unreadable": "warning",
};

/** The alerts that are open, the newest first, each with where it is and what was seen. */
export function OpenAlerts({ alerts, open }: { alerts: readonly AlertView[]; open: number }) {
  const t = useTranslations("alerts");
  return (
    <Panel header={t("header")} counter={`(${open})`} padded={open === 0}>
      {open === 0 ? (
        <EmptyState header={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {alerts.map((alert) => (
            <li
              key={alert.id}
              className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-4 py-2.5 sm:px-5"
            >
              <div className="min-w-0">
                <StatusIndicator kind={MARKS[alert.kind]} wrap className="font-medium">
                  {t(`kind.${alert.kind}`)}
                </StatusIndicator>
                <div className="pl-5.5">
                  <Where alert={alert} />
                  <Seen alert={alert} />
                </div>
              </div>
              <span className="pl-5.5 text-sm whitespace-nowrap text-muted">
                {t.rich("since", { when: () => <Time value={alert.openedAt} /> })}
              </span>
            </li>
          ))}
          {open > alerts.length ? (
            <li className="px-4 py-2.5 text-muted sm:px-5">{t("more", { count: open - alerts.length })}</li>
          ) : null}
        </ul>
      )}
    </Panel>
  );
}

function Where({ alert }: { alert: AlertView }) {
  const lane = `${alert.accountLabel} · ${alert.region}`;
  if (alert.environmentId === "") {
    return (
      <TextLink href={paths.settings()} className="inline-block py-0.5">
        {lane}
      </TextLink>
    );
  }
  return (
    <>
      <TextLink href={paths.environment(alert)} className="inline-block py-0.5">
        {alert.name ?? alert.environmentId}
      </TextLink>{" "}
      <span className="text-sm text-muted">{lane}</span>
    </>
  );
}

function Seen({ alert: { detail } }: { alert: AlertView }) {
  const t = useTranslations("alerts");
  const words = useTranslations("environments");
  if ("failure" in detail) {
    return (
      <Disclosure summary={t("failing", { count: detail.failedScans })}>
        <AwsWords failure={detail.failure} />
      </Disclosure>
    );
  }
  const { configured, effective } = detail.after;
  return (
    <p className="text-sm text-muted">
      {t("nowIs", { configured: words(`configured.${configured}`), effective: words(`effective.${effective}`) })}
    </p>
  );
}
