import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { isRolloutId } from "#app/api/rollouts/[id]/read-rollout.ts";
import { RolloutView } from "#components/rollouts/rollout-view.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import { rolloutProgress } from "#lib/db/progress-reads.ts";
import { rolloutDetail } from "#lib/db/rollout-reads.ts";
import { listTargets } from "#lib/db/target-list.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";
import { rolloutProgressQuery, targetPageQuery, TARGETS_AT_ONCE } from "#lib/queries/rollout-progress.ts";
import { rolloutQuery } from "#lib/queries/rollouts.ts";
import { parseTargetFilter } from "#lib/rollouts/target-filter.ts";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  const t = await getTranslations("rollouts");
  return { title: `${t("title")} ${(await params).id.slice(0, 8)}` };
}

/** One rollout: review, progress or report, as its status says. */
export default async function RolloutPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { role } = await requireRole("viewer");
  const { id } = await params;
  const { sql } = await database();
  const { readOnly, metrics } = config();
  const readsMetrics = metrics !== null;
  const rollout = isRolloutId(id) ? await rolloutProgress(sql, id, readsMetrics) : null;
  if (rollout === null) notFound();
  const client = getQueryClient();
  client.setQueryData(rolloutProgressQuery(id).queryKey, { etag: null, value: rollout });
  if (rollout.status === "draft") {
    const draft = await rolloutDetail(sql, id, readsMetrics);
    if (draft !== null) client.setQueryData(rolloutQuery(id).queryKey, draft);
  } else {
    const asked = Object.entries(await searchParams).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    );
    const filter = parseTargetFilter(new URLSearchParams(asked));
    const value = await listTargets(sql, id, filter, { offset: 0, limit: TARGETS_AT_ONCE });
    client.setQueryData(targetPageQuery(rollout, filter, 0).queryKey, { etag: null, value });
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RolloutView id={id} access={{ role, readOnly }} />
    </HydrationBoundary>
  );
}
