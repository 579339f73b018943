import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { readRollout } from "#app/api/rollouts/[id]/read-rollout.ts";
import { RolloutView } from "#components/rollouts/rollout-view.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { database } from "#lib/db/database.ts";
import { getQueryClient } from "#lib/queries/query-client.ts";
import { rolloutQuery } from "#lib/queries/rollouts.ts";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  const t = await getTranslations("rollouts");
  return { title: `${t("title")} ${(await params).id.slice(0, 8)}` };
}

/** One rollout: review, progress or report, as its status says. */
export default async function RolloutPage({ params }: { params: Promise<{ id: string }> }) {
  const { role } = await requireRole("viewer");
  const { id } = await params;
  const rollout = await readRollout((await database()).sql, id);
  if (rollout === null) notFound();
  const client = getQueryClient();
  client.setQueryData(rolloutQuery(id).queryKey, rollout);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RolloutView id={id} access={{ role, readOnly: config().readOnly }} />
    </HydrationBoundary>
  );
}
