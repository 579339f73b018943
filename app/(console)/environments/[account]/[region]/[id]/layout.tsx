import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { readEnvironment } from "#app/api/environments/[account]/[region]/[id]/read-environment.ts";
import { EnvironmentHeader } from "#components/instances/environment-header.tsx";
import { GoneEnvironment } from "#components/instances/gone-environment.tsx";
import { LeaveWhenGone } from "#components/instances/leave-when-gone.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { database } from "#lib/db/database.ts";
import { findEnvironment } from "#lib/db/environment-list.ts";
import { findGone } from "#lib/db/gone-environments.ts";
import { environmentQuery } from "#lib/queries/environment.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";
import { keyOf } from "./key-of.ts";
import type { EnvironmentParams } from "./key-of.ts";

export async function generateMetadata({ params }: { params: EnvironmentParams }): Promise<Metadata> {
  await requireRole("viewer");
  const environment = await findEnvironment((await database()).sql, await keyOf(params));
  return environment === null ? {} : { title: `${environment.name} · ${environment.region}` };
}

/** One environment: read once for the header and every tab; 404 where no scan ever found it. */
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
  if (answer === null) {
    const gone = await findGone((await database()).sql, key);
    return gone === null ? notFound() : <GoneEnvironment gone={gone} />;
  }
  const client = getQueryClient();
  client.setQueryData(environmentQuery(key).queryKey, answer);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <LeaveWhenGone environmentKey={key} />
      <EnvironmentHeader environmentKey={key} />
      {children}
    </HydrationBoundary>
  );
}
