import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActivityTabs } from "#components/history/activity-tabs.tsx";
import { ChangesScreen } from "#components/history/changes-screen.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { database } from "#lib/db/database.ts";
import { listChanges } from "#lib/db/history-reads.ts";
import { CHANGED_PARTS } from "#lib/imds/history.ts";
import type { ChangesFilter } from "#lib/imds/history.ts";

const PAGE = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history"))("title") };
}

type Params = Promise<Record<string, string | string[] | undefined>>;

/** What scans saw change, a page at a time, newest first. */
export default async function ChangesPage({ searchParams }: { searchParams: Params }) {
  await requireRole("viewer");
  const { cause, what, before: asked } = await searchParams;
  const filter: ChangesFilter = {
    cause: cause === "outside" || cause === "rollout" ? cause : null,
    what: CHANGED_PARTS.find((part) => part === what) ?? null,
  };
  // Nine digits at most: more changes than that no page of this list will have.
  const before = typeof asked === "string" && /^\d{1,9}$/.test(asked) ? Number(asked) : undefined;
  const { sql } = await database();
  const [read, t] = await Promise.all([
    listChanges(sql, filter, { limit: PAGE + 1, before }),
    getTranslations("activity"),
  ]);
  const changes = read.slice(0, PAGE);
  const next = read.length > PAGE ? changes.at(-1)?.id : undefined;
  const lead = (await getTranslations("history"))("lead");
  return (
    <>
      <PageHeader title={t("title")} description={lead} />
      <ActivityTabs />
      <ChangesScreen changes={changes} filter={filter} before={before} next={next} />
    </>
  );
}
