"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { ordersRegions } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import { amountOf, amountText, regionsOf, stepsOf, valuesOf } from "./policy-text.ts";

const CANARIES = ["none", "amount", "one-per-region"] as const;
const WAVE_RULES = ["all", "percent", "region", "account", "application", "tag"] as const;
const REGION_RUNS = ["parallel", "sequence"] as const;
const MODES = ["strict", "soft"] as const;
const FIRST_STEPS = [10, 50, 100];

/** Takes what was chosen to make waves and gives that rule with what a person then fills in. */
function ruleBy(by: Policy["waves"]["by"]): Policy["waves"] {
  switch (by) {
    case "percent":
      return { by, steps: FIRST_STEPS };
    case "tag":
      return { by, key: "", order: [] };
    case "all":
    case "region":
    case "account":
    case "application":
      return { by };
  }
}

/** A field that keeps what was typed and gives what it means. */
function Written({
  label,
  hint,
  text,
  onText,
}: {
  label: string;
  hint?: string;
  text: string;
  onText: (text: string) => void;
}) {
  const [written, setWritten] = useState(text);
  return (
    <TextField
      label={label}
      hint={hint}
      value={written}
      onChange={({ target }) => {
        setWritten(target.value);
        onText(target.value);
      }}
    />
  );
}

type ByTag = Extract<Policy["waves"], { by: "tag" }>;

/** The tag that makes the waves, and which of its values come first. */
function TagRule({ rule, onChange }: { rule: ByTag; onChange: (rule: ByTag) => void }) {
  const t = useTranslations("waves.policy");
  return (
    <div className="space-y-4">
      <Written
        label={t("tagKey")}
        hint={t("tagKeyHint")}
        text={rule.key}
        onText={(text) => onChange({ ...rule, key: text.trim() })}
      />
      <Written
        label={t("tagOrder")}
        hint={t("tagOrderHint")}
        text={rule.order.join(", ")}
        onText={(text) => onChange({ ...rule, order: valuesOf(text) })}
      />
    </div>
  );
}

const whole = (text: string): number => (/^\d{1,6}$/u.test(text.trim()) ? Number(text) : Number.NaN);

/** Every part of a policy, each by itself. */
export function CustomPolicy({
  policy,
  regions: places,
  onChange,
}: {
  policy: Policy;
  /** Where what will change is. */
  regions: readonly string[];
  onChange: (policy: Policy) => void;
}) {
  const t = useTranslations("waves.policy");
  const { canary, waves, regions, cap, bakeMinutes, tolerance } = policy;
  const set = (part: Partial<Policy>) => {
    const next = { ...policy, ...part };
    // An order that nobody is asked for any more is gone, not hidden.
    onChange(ordersRegions(next) ? next : { ...next, regions: { ...next.regions, order: [] } });
  };
  return (
    <div className="grid items-end gap-x-6 gap-y-4 sm:grid-cols-2">
      <Select
        label={t("canary")}
        options={CANARIES.map((value) => ({ value, label: t(`canaries.${value}`) }))}
        value={canary.kind}
        onValueChange={(kind) =>
          set({ canary: kind === "amount" ? { kind, amount: { kind: "count", count: 1 } } : { kind } })
        }
      />
      {canary.kind === "amount" ? (
        <Written
          label={t("canarySize")}
          hint={t("amountHint")}
          text={amountText(canary.amount)}
          onText={(text) => set({ canary: { kind: "amount", amount: amountOf(text) ?? { kind: "count", count: 0 } } })}
        />
      ) : (
        <span className="max-sm:hidden" />
      )}
      <Select
        label={t("waves")}
        options={WAVE_RULES.map((value) => ({ value, label: t(`waveRules.${value}`) }))}
        value={waves.by}
        onValueChange={(by) => set({ waves: ruleBy(by) })}
      />
      {waves.by === "percent" ? (
        <Written
          label={t("steps")}
          hint={t("stepsHint")}
          text={waves.steps.join(", ")}
          onText={(text) => set({ waves: { by: "percent", steps: stepsOf(text) } })}
        />
      ) : waves.by === "tag" ? (
        <TagRule rule={waves} onChange={(rule) => set({ waves: rule })} />
      ) : (
        <span className="max-sm:hidden" />
      )}
      <Select
        label={t("regions")}
        options={REGION_RUNS.map((value) => ({ value, label: t(`regionRuns.${value}`) }))}
        value={regions.run}
        onValueChange={(run) => set({ regions: { ...regions, run } })}
      />
      <Select
        label={t("mode")}
        options={MODES.map((value) => ({ value, label: t(`modes.${value}`) }))}
        value={tolerance.mode}
        onValueChange={(mode) => set({ tolerance: { ...tolerance, mode } })}
      />
      {ordersRegions(policy) ? (
        <div className="sm:col-span-2">
          <Written
            label={t("regionOrder")}
            hint={t("regionOrderHint", { regions: places.join(", ") })}
            text={regions.order.join(", ")}
            onText={(text) => set({ regions: { ...regions, order: regionsOf(text) } })}
          />
        </div>
      ) : null}
      <Written
        label={t("cap")}
        text={String(cap.perLane)}
        onText={(text) => set({ cap: { ...cap, perLane: whole(text) } })}
      />
      <Written
        label={t("capInAll")}
        hint={t("capInAllHint")}
        text={cap.inAll === null ? "" : String(cap.inAll)}
        onText={(text) => set({ cap: { ...cap, inAll: text.trim() === "" ? null : whole(text) } })}
      />
      <Written
        label={t("bakeCanary")}
        hint={t("bakeHint")}
        text={String(bakeMinutes.canary)}
        onText={(text) => set({ bakeMinutes: { ...bakeMinutes, canary: whole(text) } })}
      />
      <Written
        label={t("bakeWave")}
        hint={t("bakeHint")}
        text={String(bakeMinutes.wave)}
        onText={(text) => set({ bakeMinutes: { ...bakeMinutes, wave: whole(text) } })}
      />
      <Written
        label={t("tolerancePerLane")}
        hint={t("toleranceHint")}
        text={amountText(tolerance.perLane)}
        onText={(text) => set({ tolerance: { ...tolerance, perLane: amountOf(text) } })}
      />
      <Written
        label={t("toleranceInAll")}
        hint={t("toleranceHint")}
        text={amountText(tolerance.inAll)}
        onText={(text) => set({ tolerance: { ...tolerance, inAll: amountOf(text) } })}
      />
    </div>
  );
}
