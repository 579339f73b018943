import { Overview } from "#components/instances/overview.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { keyOf } from "./key-of.ts";
import type { EnvironmentParams } from "./key-of.ts";

/** The overview of one environment; its layout has read it. */
export default async function EnvironmentPage({ params }: { params: EnvironmentParams }) {
  const { role } = await requireRole("viewer");
  return <Overview environmentKey={await keyOf(params)} access={{ role, readOnly: config().readOnly }} />;
}
