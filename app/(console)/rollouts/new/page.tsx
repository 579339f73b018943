import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SelectScreen } from "#components/rollout-wizard/select-screen.tsx";
import { requireRole } from "#lib/auth/current-actor.ts";
import { config } from "#lib/config.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wizard"))("title") };
}

/** The first step to a rollout: which environments, and what is to become of their setting. */
export default async function NewRolloutPage() {
  const { role } = await requireRole("viewer");
  return <SelectScreen access={{ role, readOnly: config().readOnly }} />;
}
