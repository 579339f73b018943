import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { WebhookPanel } from "#components/alerts/webhook-panel.tsx";
import { ConfigurationPanel } from "#components/settings/configuration-panel.tsx";
import { AccountsPanel } from "#components/settings/accounts-panel.tsx";
import { PermissionsPanel } from "#components/settings/permissions-panel.tsx";
import { PoliciesPanel } from "#components/settings/policies-panel.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { listAccounts, readOrganizationReading } from "#lib/db/account-queries.ts";
import { database } from "#lib/db/database.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { missingPermissions } from "#lib/db/permission-queries.ts";
import { countsPerRound } from "#lib/db/use-reads.ts";
import { partitionOf } from "#lib/imds/partition.ts";
import { paths } from "#lib/paths.ts";
import { shownConfiguration } from "./shown-configuration.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

/** What the dashboard reads, as whom, and how it was started. */
export default async function SettingsPage() {
  const { role } = await requireRole("viewer");
  const { kind, sql } = await database();
  const [lanes, accounts, organization, missing, counts, t, windows] = await Promise.all([
    listLanes(sql),
    listAccounts(sql),
    readOrganizationReading(sql),
    missingPermissions(sql),
    countsPerRound(sql),
    getTranslations("settings"),
    getTranslations("windows"),
  ]);
  const settings = config();
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={<ButtonLink href={paths.windows()}>{windows("open")}</ButtonLink>}
      />
      <AccountsPanel initial={{ accounts, organization }} initialLanes={lanes} />
      <PermissionsPanel initial={missing} />
      <ConfigurationPanel shown={shownConfiguration(settings, kind, counts)} />
      <WebhookPanel role={role} />
      <PoliciesPanel
        partition={partitionOf(settings.homeRegion)}
        roleName={settings.organization?.roleName ?? null}
        roleArns={settings.accounts.flatMap((account) => (account.kind === "account" ? (account.roleArn ?? []) : []))}
      />
    </>
  );
}
