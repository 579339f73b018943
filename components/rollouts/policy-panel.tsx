"use client";
import { useTranslations } from "next-intl";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import { PolicyWords } from "./policy-words.tsx";
import { usePolicyName } from "./use-policy-name.ts";

/** The policy a rollout was started with, by its name and in plain words. Nothing for one environment: it has no waves. */
export function PolicyPanel({ rollout: { policy, waves, total } }: { rollout: RolloutProgress }) {
  const t = useTranslations("waves.policy");
  const nameOf = usePolicyName();
  if (total === 1) return null;
  // Those that were to change: shares are shares of these.
  const all = waves.reduce((sum, wave) => sum + wave.total, 0);
  return (
    <Panel>
      <Disclosure summary={t("summary", { name: nameOf(policy) })}>
        <PolicyWords policy={policy} all={all} />
      </Disclosure>
    </Panel>
  );
}
