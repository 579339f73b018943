import { keyOf } from "#app/(console)/environments/[account]/[region]/[id]/key-of.ts";
import type { EnvironmentParams } from "#app/(console)/environments/[account]/[region]/[id]/key-of.ts";
import { InstancesPanel } from "#components/instances/instances-panel.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";

/** The tab that holds the IMDS setting. */
export default async function InstancesPage({ params }: { params: EnvironmentParams }) {
  const { role } = await requireRole("viewer");
  return <InstancesPanel environmentKey={await keyOf(params)} access={{ role, readOnly: config().readOnly }} />;
}
