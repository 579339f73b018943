import { HydrationBoundary, dehydrate } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { readOverview } from "#app/api/overview/read-overview.ts";
import { OverviewScreen } from "#components/overview/overview-screen.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { database } from "#lib/db/database.ts";
import { rangeOf } from "#lib/imds/history.ts";
import { overviewQuery } from "#lib/queries/overview.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

type Params = Promise<Record<string, string | string[] | undefined>>;

/** The posture of all accounts, read from the database before the page is sent. */
export default async function OverviewPage({ searchParams }: { searchParams: Params }) {
  await requireRole("viewer");
  const asked = (await searchParams)["days"];
  const days = rangeOf(typeof asked === "string" ? asked : null);
  const { sql } = await database();
  const client = getQueryClient();
  await client.prefetchQuery({ ...overviewQuery(days), queryFn: () => readOverview(sql, days) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OverviewScreen days={days} />
    </HydrationBoundary>
  );
}
