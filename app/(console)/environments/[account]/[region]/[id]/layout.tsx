import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { readEnvironment } from "#app/api/environments/[account]/[region]/[id]/read-environment.ts";
import { EnvironmentHeader } from "#components/instances/environment-header.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { database } from "#lib/db/database.ts";
import { findEnvironment } from "#lib/db/environment-list.ts";
import { environmentQuery } from "#lib/queries/environment.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";
import { keyOf } from "./key-of.ts";
import type { EnvironmentParams } from "./key-of.ts";

export async function generateMetadata({ params }: { params: EnvironmentParams }): Promise<Metadata> {
  await requireRole("viewer");
  const environment = await findEnvironment((await database()).sql, await keyOf(params));
  return environment === null ? {} : { title: `${environment.name} · ${environment.region}` };
}

/** One environment: read once for the header and every tab; 404 where no scan found it. */
export default async function EnvironmentLayout({
  params,
  children,
}: {
  params: EnvironmentParams;
  children: ReactNode;
}) {
  await requireRole("viewer");
  const key = await keyOf(params);
  const answer = await readEnvironment((await database()).sql, key);
  if (answer === null) notFound();
  const client = getQueryClient();
  client.setQueryData(environmentQuery(key).queryKey, answer);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EnvironmentHeader environmentKey={key} />
      {children}
    </HydrationBoundary>
  );
}
