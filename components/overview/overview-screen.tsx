"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { OpenAlerts } from "#components/alerts/open-alerts.tsx";
import { ChangeTable } from "#components/history/change-table.tsx";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { NoLanes } from "#components/settings/no-lanes.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ChoiceLinks } from "#components/ui/choice-links.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Time } from "#components/ui/time.tsx";
import { RANGES } from "#lib/imds/history.ts";
import type { RangeDays } from "#lib/imds/history.ts";
import { paths } from "#lib/paths.ts";
import { overviewQuery } from "#lib/queries/overview.ts";
import type { Overview } from "#lib/queries/overview.ts";
import { AccountTable } from "./account-table.tsx";
import { Numbers } from "./numbers.tsx";
import { PostureChart } from "./posture-chart.tsx";

/** The first screen: the posture of all accounts, how it moves, and what needs a look. */
export function OverviewScreen({ days }: { days: RangeDays }) {
  const t = useTranslations("overview");
  const words = useTranslations("environments.age");
  const { data, error } = useQuery(overviewQuery(days));
  const oldest = data?.accounts.flatMap(({ readAt }) => readAt ?? []).toSorted()[0];
  return (
    <>
      <PageHeader
        title={t("title")}
        description={
          <>
            {t("lead")}{" "}
            {oldest === undefined ? null : (
              <span className="whitespace-nowrap">{words.rich("oldest", { ago: () => <Time value={oldest} /> })}</span>
            )}
          </>
        }
      />
      {error === null ? null : (
        <Alert kind="error" header={t("failed")}>
          <FailureAlert error={error} />
        </Alert>
      )}
      {data === undefined ? (
        error === null ? (
          <Skeleton className="h-24" />
        ) : null
      ) : (
        <Loaded overview={data} days={days} />
      )}
    </>
  );
}

function Loaded({ overview, days }: { overview: Overview; days: RangeDays }) {
  const t = useTranslations("overview");
  const history = useTranslations("history");
  const { accounts, series, alerts, openAlerts, changes } = overview;
  const isRead = series.length > 0 || accounts.some(({ environments, unreadable }) => environments + unreadable > 0);
  if (!isRead) return accounts.length === 0 ? <NoLanes /> : <NothingRead />;
  return (
    <>
      <Numbers accounts={accounts} />
      <div className="grid gap-4 xl:grid-cols-[3fr_2fr]">
        <Panel
          header={t("chart.header")}
          description={t("chart.description")}
          actions={
            <ChoiceLinks
              label={t("range.label")}
              choices={RANGES.map((range) => ({
                key: String(range),
                href: paths.overview(range),
                isHere: range === days,
                label: t("range.days", { days: range }),
              }))}
            />
          }
        >
          <PostureChart series={series} days={days} />
        </Panel>
        <OpenAlerts alerts={alerts} open={openAlerts} />
      </div>
      <AccountTable accounts={accounts} />
      <Panel
        header={t("changes.header")}
        padded={false}
        actions={<ButtonLink href={paths.changes()}>{t("changes.all")}</ButtonLink>}
      >
        <ChangeTable
          changes={changes}
          label={history("title")}
          empty={<EmptyState header={history("none")}>{history("noneHint")}</EmptyState>}
        />
      </Panel>
    </>
  );
}

function NothingRead() {
  const t = useTranslations("overview.empty");
  return (
    <Panel>
      <EmptyState header={t("title")} action={<ButtonLink href={paths.settings()}>{t("settings")}</ButtonLink>}>
        {t("body")}
      </EmptyState>
    </Panel>
  );
}
