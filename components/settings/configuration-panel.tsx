import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatDuration } from "#components/rollouts/duration.ts";
import type { KeyValueItem } from "#components/ui/key-value.tsx";
import { KeyValue } from "#components/ui/key-value.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { MetricsLimits, MetricsPace } from "#lib/imds/metrics-cost.ts";

type ShownMetrics = MetricsLimits & {
  windowDays: number;
  counts: number;
  /** As chosen, and as the cap has it where it stretches that. */
  pace: { chosen: MetricsPace; capped: MetricsPace | null };
};

/** Of the configuration, what may be shown to every signed-in person: no secret, no token, no database address. */
export type ShownConfiguration = {
  database: "pglite" | "postgres";
  readOnly: boolean;
  awsEndpointUrl: string | null;
  scanIntervalSeconds: number;
  rolloutTickSeconds: number;
  /** How CloudWatch is asked, what a month may cost, how many metrics one round takes, and what follows for the month. */
  metrics: ShownMetrics | null;
  signIn: "oidc" | "token" | "demo";
  address: string;
};

/** What CloudWatch costs as it was chosen to be read, the cap, and what the cap makes of the choice. */
function useMetricsItems(metrics: ShownMetrics | null): KeyValueItem[] {
  const t = useTranslations("settings.configuration");
  const locale = useLocale();
  const format = useFormatter();
  const dollars = (amount: number, fractionDigits = 2) =>
    format.number(amount, { style: "currency", currency: "USD", minimumFractionDigits: fractionDigits });
  const wordsOf = ({ everySeconds, dollarsAMonth }: MetricsPace) => ({
    every: formatDuration(everySeconds * 1_000, locale),
    dollars: dollars(dollarsAMonth),
  });
  if (metrics === null) return [{ key: "metrics", label: t("metrics"), value: t("metricsOff") }];
  const { counts, dollarsAtMost, intervalMinutes, windowDays, pace } = metrics;
  const cap = dollars(dollarsAtMost, 0);
  return [
    { key: "metrics", label: t("metrics"), value: t("metricsEvery", { intervalMinutes, windowDays }) },
    {
      key: "metrics-cost",
      label: t("metricsCost"),
      value: t("metricsCostText", { count: counts, ...wordsOf(pace.chosen) }),
    },
    {
      key: "metrics-cap",
      label: t("metricsCap"),
      value:
        pace.capped === null ? t("metricsCapHolds", { cap }) : t("metricsCapBinds", { cap, ...wordsOf(pace.capped) }),
    },
  ];
}

/** The configuration in force. */
export function ConfigurationPanel({ shown }: { shown: ShownConfiguration }) {
  const t = useTranslations("settings.configuration");
  const metricsItems = useMetricsItems(shown.metrics);
  return (
    <Panel header={t("header")}>
      <KeyValue
        columns={4}
        items={[
          {
            key: "changes",
            label: t("changes"),
            value: shown.readOnly ? (
              <StatusIndicator kind="stopped">{t("changesReadOnly")}</StatusIndicator>
            ) : (
              <StatusIndicator kind="success">{t("changesAllowed")}</StatusIndicator>
            ),
          },
          { key: "signIn", label: t("signIn"), value: t(`signInKinds.${shown.signIn}`) },
          { key: "database", label: t("database"), value: t(`databaseKinds.${shown.database}`) },
          {
            key: "endpoint",
            label: t("endpoint"),
            value: shown.awsEndpointUrl ?? t("endpointAws"),
          },
          {
            key: "scan",
            label: t("scanInterval"),
            value: t("seconds", { count: shown.scanIntervalSeconds }),
          },
          {
            key: "tick",
            label: t("rolloutTick"),
            value: t("seconds", { count: shown.rolloutTickSeconds }),
          },
          ...metricsItems,
          { key: "address", label: t("address"), value: shown.address },
        ]}
      />
    </Panel>
  );
}
