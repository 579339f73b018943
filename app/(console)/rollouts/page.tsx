import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RolloutList } from "#components/rollouts/rollout-list.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import { listRollouts } from "#lib/db/rollout-reads.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";
import { ROLLOUTS_AT_ONCE, rolloutsQuery } from "#lib/queries/rollouts.ts";
import { statusIn } from "#lib/rollouts/rollout.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rollouts"))("title") };
}

/** All rollouts, newest first, or those of one status. */
export default async function RolloutsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { role } = await requireRole("viewer");
  const { sql } = await database();
  const client = getQueryClient();
  const { status: asked } = await searchParams;
  const status = statusIn(typeof asked === "string" ? asked : null);
  await client.prefetchInfiniteQuery({
    ...rolloutsQuery(status),
    queryFn: async () => ({ etag: null, value: await listRollouts(sql, { limit: ROLLOUTS_AT_ONCE, status }) }),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RolloutList access={{ role, readOnly: config().readOnly }} status={status} />
    </HydrationBoundary>
  );
}
