import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfigurationPanel } from "#components/settings/configuration-panel.tsx";
import { LanesPanel } from "#components/settings/lanes-panel.tsx";
import { PoliciesPanel } from "#components/settings/policies-panel.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { countsPerRound } from "#lib/db/use-queries.ts";
import { dollarsAMonth } from "#lib/imds/use.ts";
import { paths } from "#lib/paths.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

/** What the dashboard reads, as whom, and how it was started. */
export default async function SettingsPage() {
  await requireRole("viewer");
  const { kind, sql } = await database();
  const [lanes, counts, t, windows] = await Promise.all([
    listLanes(sql),
    countsPerRound(sql),
    getTranslations("settings"),
    getTranslations("windows"),
  ]);
  const {
    metrics,
    readOnly,
    awsEndpointUrl,
    scanIntervalSeconds,
    rolloutTickSeconds,
    signIn,
    nextAuthUrl,
    host,
    port,
  } = config();
  const address = nextAuthUrl ?? `http://${host}:${port}`;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={<ButtonLink href={paths.windows()}>{windows("open")}</ButtonLink>}
      />
      <LanesPanel lanes={lanes} />
      <ConfigurationPanel
        shown={{
          database: kind,
          readOnly,
          awsEndpointUrl,
          scanIntervalSeconds,
          rolloutTickSeconds,
          metrics:
            metrics === null
              ? null
              : { ...metrics, counts, dollarsAMonth: dollarsAMonth(counts, metrics.intervalMinutes) },
          signIn: signIn.kind,
          address,
        }}
      />
      <PoliciesPanel />
    </>
  );
}
