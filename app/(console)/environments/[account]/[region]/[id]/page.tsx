import { Overview } from "#components/instances/overview.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { keyOf } from "./key-of.ts";
import type { EnvironmentParams } from "./key-of.ts";

/** The overview of one environment; its layout has read it. */
export default async function EnvironmentPage({ params }: { params: EnvironmentParams }) {
  await requireRole("viewer");
  return <Overview environmentKey={await keyOf(params)} />;
}
