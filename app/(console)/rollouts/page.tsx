import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RolloutList } from "#components/rollouts/rollout-list.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import { listRollouts } from "#lib/db/rollout-reads.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";
import { rolloutsQuery } from "#lib/queries/rollouts.ts";

const LIMIT = 200;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rollouts"))("title") };
}

/** All rollouts, newest first. */
export default async function RolloutsPage() {
  const { role } = await requireRole("viewer");
  const { sql } = await database();
  const client = getQueryClient();
  await client.prefetchQuery({ ...rolloutsQuery(), queryFn: () => listRollouts(sql, { limit: LIMIT }) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RolloutList access={{ role, readOnly: config().readOnly }} />
    </HydrationBoundary>
  );
}
