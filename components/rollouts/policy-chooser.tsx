"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { savedPoliciesQuery } from "#lib/queries/policies.ts";
import { asSaved, BUILT_IN, customFrom, LIMITS, NO_POLICY, POLICY_NAMES } from "#lib/rollouts/policy.ts";
import type { Policy, PolicyName, PolicyProblem } from "#lib/rollouts/policy.ts";
import { CustomPolicy } from "./custom-policy.tsx";
import { FailureAlert } from "./failure-alert.tsx";
import { PolicyKeeping } from "./policy-keeping.tsx";

/** A policy by its name, or a saved one by its id. */
type Choice = PolicyName | `saved:${string}`;

const choiceOf = (id: string): Choice => `saved:${id}`;
/** A saved policy that is not there any more, at least not under this name. */
const GONE = choiceOf("gone");

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
  const { data, error } = useQuery(savedPoliciesQuery());
  const kept = data ?? [];
  const { saved } = policy;
  const current = kept.find(({ id, name }) => id === saved?.id && name === saved.name);
  const choice = saved === undefined ? policy.name : current === undefined ? GONE : choiceOf(current.id);
  const isGone = data !== undefined && choice === GONE;
  const options: { value: Choice; label: string }[] = [
    ...POLICY_NAMES.map((value) => ({ value, label: t(`names.${value}`) })),
    ...kept.map(({ id, name }) => ({ value: choiceOf(id), label: name })),
    ...(saved !== undefined && choice === GONE
      ? [{ value: GONE, label: isGone ? t("saving.goneName", { name: saved.name }) : saved.name }]
      : []),
  ];
  const hint =
    saved === undefined
      ? t(`hints.${policy.name}`)
      : current !== undefined
        ? t("saving.by", { name: current.savedBy })
        : isGone
          ? t("saving.gone")
          : undefined;
  const choose = (wanted: Choice) => {
    const found = kept.find(({ id }) => choiceOf(id) === wanted);
    if (found !== undefined) onChange(asSaved(found));
    const name = POLICY_NAMES.find((known) => known === wanted);
    if (name !== undefined) chooseNamed(name);
  };
  const chooseNamed = (name: PolicyName) => {
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
        hint={hint}
        options={options}
        value={choice}
        onValueChange={choose}
        className="[&_div:has(>select)]:max-w-96"
      />
      {policy.name === "none" ? <CapField policy={policy} problems={problems} onChange={onChange} /> : null}
      <FailureAlert error={error} />
      {choice === "custom" ? <CustomPolicy policy={policy} regions={regions} onChange={onChange} /> : null}
      {problems.length === 0 && policy.name === "custom" ? (
        <PolicyKeeping
          policy={current === undefined ? customFrom(policy) : policy}
          taken={options.filter(({ value }) => value !== choice).map(({ label }) => label)}
          onChange={onChange}
        />
      ) : null}
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
