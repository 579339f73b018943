"use client";
import { useTranslations } from "next-intl";
import type { Policy } from "#lib/rollouts/policy.ts";

/** Gives what a policy is called: as the person who saved it called it then, or in the reader's language. */
export function usePolicyName(): (policy: Pick<Policy, "name" | "saved">) => string {
  const t = useTranslations("waves.policy.names");
  return ({ name, saved }) => saved?.name ?? t(name);
}
