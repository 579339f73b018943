import { HydrationBoundary, dehydrate } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EnvironmentsScreen } from "#components/environments/environments-screen.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import { countFacets } from "#lib/db/environment-facets.ts";
import { listEnvironments } from "#lib/db/environment-list.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { parseFilter } from "#lib/imds/environment-filter.ts";
import { addressOf, environmentPageQuery, facetsQuery, PAGE_SIZE } from "#lib/queries/environments.ts";
import { lanesQuery } from "#lib/queries/lanes.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("environments"))("title") };
}

type Params = Record<string, string | string[] | undefined>;

function paramsOf(values: Params): URLSearchParams {
  return new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each])),
  );
}

/** The list of environments, its first window read from the database before the page is sent. */
export default async function EnvironmentsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const actor = await requireRole("viewer");
  const filter = parseFilter(paramsOf(await searchParams));
  const { sql } = await database();
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery({
      ...environmentPageQuery(addressOf(filter), 0),
      queryFn: () => listEnvironments(sql, filter, { offset: 0, limit: PAGE_SIZE }),
    }),
    client.prefetchQuery({ ...facetsQuery(addressOf(filter)), queryFn: () => countFacets(sql, filter, new Date()) }),
    client.prefetchQuery({ ...lanesQuery(), queryFn: () => listLanes(sql) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EnvironmentsScreen role={actor.role} readOnly={config().readOnly} />
    </HydrationBoundary>
  );
}
