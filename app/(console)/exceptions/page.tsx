import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { readExceptions } from "#app/api/exceptions/read-exceptions.ts";
import { ExceptionsScreen } from "#components/exceptions/exceptions-screen.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import { listLanes } from "#lib/db/lane-queries.ts";
import { exceptionsQuery } from "#lib/queries/exceptions.ts";
import { lanesQuery } from "#lib/queries/lanes.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exceptions"))("title") };
}

/** The accepted risks. */
export default async function ExceptionsPage() {
  const { role } = await requireRole("viewer");
  const { sql } = await database();
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery({ ...exceptionsQuery(), queryFn: () => readExceptions(sql, new Date()) }),
    client.prefetchQuery({ ...lanesQuery(), queryFn: () => listLanes(sql) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ExceptionsScreen access={{ role, readOnly: config().readOnly }} />
    </HydrationBoundary>
  );
}
