"use client";
import { useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { BUILT_IN, customFrom, LIMITS, NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy, PolicyName, PolicyProblem } from "#lib/rollouts/policy.ts";
import { CustomPolicy } from "./custom-policy.tsx";

const NAMES: readonly PolicyName[] = ["none", "careful", "steady", "fast", "custom"];

/** How a rollout goes: one of the policies by name, or every part of one. */
export function PolicyChooser({
  policy,
  problems,
  regions,
  onChange,
}: {
  policy: Policy;
  problems: readonly PolicyProblem[];
  /** Where what will change is. */
  regions: readonly string[];
  onChange: (policy: Policy) => void;
}) {
  const t = useTranslations("waves.policy");
  const choose = (name: PolicyName) => {
    switch (name) {
      case "none":
        onChange({ ...NO_POLICY, cap: policy.cap.perLane === 1 ? NO_POLICY.cap : { ...policy.cap, inAll: null } });
        break;
      case "careful":
      case "steady":
      case "fast":
        onChange(BUILT_IN[name]);
        break;
      case "custom":
        onChange(customFrom(policy));
    }
  };
  return (
    <fieldset className="space-y-4">
      <legend className="font-semibold">{t("title")}</legend>
      <Select
        label={t("label")}
        hint={t(`hints.${policy.name}`)}
        options={NAMES.map((value) => ({ value, label: t(`names.${value}`) }))}
        value={policy.name}
        onValueChange={choose}
        className="[&_div:has(>select)]:max-w-96"
      />
      {policy.name === "none" ? <CapField policy={policy} problems={problems} onChange={onChange} /> : null}
      {policy.name === "custom" ? <CustomPolicy policy={policy} regions={regions} onChange={onChange} /> : null}
      {problems.length === 0 || policy.name === "none" ? null : (
        <div role="alert">
          <ul className="list-disc pl-5 text-sm text-error">
            {problems.map((problem) => (
              <li key={JSON.stringify(problem)}>
                {t(`problem.${problem.kind}`, {
                  field: t(`fields.${problem.at}`),
                  ...(problem.kind === "out-of-range"
                    ? { least: problem.least, most: problem.most }
                    : { least: 0, most: 0 }),
                  name: problem.kind === "no-region" ? problem.name : "",
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </fieldset>
  );
}

/** The one number that a rollout without a policy has. */
function CapField({
  policy,
  problems,
  onChange,
}: Pick<Parameters<typeof PolicyChooser>[0], "policy" | "problems" | "onChange">) {
  const t = useTranslations("waves.policy");
  const { least, most } = LIMITS.capPerLane;
  const { perLane } = policy.cap;
  return (
    <TextField
      label={t("cap")}
      hint={t("capHint")}
      type="number"
      inputMode="numeric"
      min={least}
      max={most}
      value={Number.isNaN(perLane) ? "" : perLane}
      onChange={({ target }) => onChange({ ...policy, cap: { ...policy.cap, perLane: target.valueAsNumber } })}
      {...(problems.length === 0 ? {} : { error: `${least}–${most}` })}
      className="[&_input]:max-w-24"
    />
  );
}
