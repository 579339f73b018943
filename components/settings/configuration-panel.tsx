import { useFormatter, useTranslations } from "next-intl";
import { KeyValue } from "#components/ui/key-value.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";

/** Of the configuration, what may be shown to every signed-in person: no secret, no token, no database address. */
export type ShownConfiguration = {
  database: "pglite" | "postgres";
  readOnly: boolean;
  awsEndpointUrl: string | null;
  scanIntervalSeconds: number;
  rolloutTickSeconds: number;
  /** How CloudWatch is asked, how many metrics one round takes, and what a month of that costs by the list price. */
  metrics: { intervalMinutes: number; windowDays: number; counts: number; dollarsAMonth: number } | null;
  signIn: "oidc" | "token" | "demo";
  address: string;
};

/** The configuration in force. */
export function ConfigurationPanel({ shown }: { shown: ShownConfiguration }) {
  const t = useTranslations("settings.configuration");
  const format = useFormatter();
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
          {
            key: "metrics",
            label: t("metrics"),
            value: shown.metrics === null ? t("metricsOff") : t("metricsEvery", shown.metrics),
          },
          ...(shown.metrics === null
            ? []
            : [
                {
                  key: "metrics-cost",
                  label: t("metricsCost"),
                  value: t("metricsCostText", {
                    count: shown.metrics.counts,
                    dollars: format.number(shown.metrics.dollarsAMonth, { style: "currency", currency: "USD" }),
                  }),
                },
              ]),
          { key: "address", label: t("address"), value: shown.address },
        ]}
      />
    </Panel>
  );
}
