"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Policy } from "#lib/rollouts/policy.ts";
import { policyLines } from "./policy-lines.ts";

/** A policy without problems in plain words: who goes first, how many at a time, and what pauses it. */
export function PolicyWords({ policy, all }: { policy: Policy; all: number }) {
  const t = useTranslations("wizard.policy.lines");
  const rules = useTranslations("waves.policy.waveRules");
  const lines = useMemo(() => policyLines(policy, all), [policy, all]);
  return (
    <ul className="list-disc space-y-0.5 pl-5">
      {lines.map(({ key, rule, ...values }) => (
        <li key={key}>{t(key, { ...values, rule: rules(rule) })}</li>
      ))}
    </ul>
  );
}
