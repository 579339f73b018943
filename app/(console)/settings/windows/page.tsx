import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { readWindows } from "#app/api/windows/read-windows.ts";
import { WindowPage } from "#components/windows/window-page.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";
import { windowsQuery } from "#lib/queries/windows.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("windows"))("title") };
}

/** When environments may be changed, and when not. */
export default async function WindowsPage() {
  const { role } = await requireRole("viewer");
  const { sql } = await database();
  const client = getQueryClient();
  await client.prefetchQuery({ ...windowsQuery(), queryFn: () => readWindows(sql, new Date()) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <WindowPage access={{ role, readOnly: config().readOnly }} />
    </HydrationBoundary>
  );
}
