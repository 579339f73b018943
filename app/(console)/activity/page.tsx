import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActivityTable } from "#components/activity/activity-table.tsx";
import { ActivityTabs } from "#components/history/activity-tabs.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { listAudit } from "#lib/db/audit-queries.ts";
import { database } from "#lib/db/database.ts";
import { paths } from "#lib/paths.ts";

const PAGE = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

/** The audit log, a page at a time, newest first. */
export default async function ActivityPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireRole("viewer");
  const asked = (await searchParams)["before"];
  // Nine digits at most: more entries than that no page of this log will have.
  const before = typeof asked === "string" && /^\d{1,9}$/.test(asked) ? Number(asked) : undefined;
  const { sql } = await database();
  const [read, t] = await Promise.all([
    listAudit(sql, { limit: PAGE + 1, ...(before === undefined ? {} : { before }) }),
    getTranslations("activity"),
  ]);
  const entries = read.slice(0, PAGE);
  const last = read.length > PAGE ? entries.at(-1) : undefined;
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <ActivityTabs />
      <Panel padded={false}>
        <ActivityTable entries={entries} />
      </Panel>
      <nav aria-label={t("title")} className="flex gap-2">
        {before === undefined ? null : <ButtonLink href={paths.activity()}>{t("newest")}</ButtonLink>}
        {last === undefined ? null : <ButtonLink href={paths.activity(last.id)}>{t("older")}</ButtonLink>}
      </nav>
    </>
  );
}
