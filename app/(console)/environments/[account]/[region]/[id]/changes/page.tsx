import { Changes } from "#components/instances/changes.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";
import { keyOf } from "../key-of.ts";
import type { EnvironmentParams } from "../key-of.ts";

/** What was last changed of one environment, with AWS's events. */
export default async function ChangesPage({ params }: { params: EnvironmentParams }) {
  const { role } = await requireRole("viewer");
  return <Changes environmentKey={await keyOf(params)} access={{ role, readOnly: config().readOnly }} />;
}
