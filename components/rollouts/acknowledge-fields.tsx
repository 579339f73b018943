"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { isInUse, lacksEvidence, startNeeds } from "#lib/rollouts/acknowledge.ts";
import { hasDowntime } from "#lib/rollouts/plan.ts";
import type { Acknowledgements, TargetView } from "#lib/rollouts/rollout.ts";

/** What a person accepts before a draft starts: each by itself, and only where there is something to accept. */
export function AcknowledgeFields({
  targets,
  value,
  onChange,
  isMoved,
}: {
  targets: readonly TargetView[];
  value: Acknowledgements;
  onChange: (value: Acknowledgements) => void;
  /** It was accepted for a plan that has become another since. */
  isMoved: boolean;
}) {
  const t = useTranslations("waves.accept");
  const review = useTranslations("rollouts.review");
  const name = useId();
  const { pending } = startNeeds(targets, value);
  const inUse = targets.filter(isInUse).length;
  const noEvidence = targets.length > 1 ? pending.filter(lacksEvidence).length : 0;
  const downtime = pending.filter(({ before }) => hasDowntime(before.replacement)).length;
  const choices = [
    { kind: "leave-out", label: t("leaveOut"), choice: { kind: "leave-out" } },
    { kind: "override", label: t("override"), choice: { kind: "override", reason: "" } },
  ] as const;
  return (
    <>
      {isMoved ? (
        <Alert kind="info" live header={t("moved")}>
          <p>{t("movedText")}</p>
        </Alert>
      ) : null}
      {inUse > 0 && targets.length === 1 ? (
        <TextField
          label={t("inUseHere")}
          hint={t("reasonHint")}
          maxLength={500}
          value={value.inUse?.kind === "override" ? value.inUse.reason : ""}
          onChange={({ target }) => onChange({ ...value, inUse: { kind: "override", reason: target.value } })}
        />
      ) : null}
      {inUse === 0 || targets.length === 1 ? null : (
        <fieldset className="space-y-2">
          <legend className="mb-1 font-medium text-warning">{t("inUse", { count: inUse })}</legend>
          {choices.map(({ kind, label, choice }) => (
            <label key={kind} className="flex min-h-6 items-center gap-2">
              <input
                type="radio"
                name={name}
                checked={value.inUse?.kind === kind}
                onChange={() => onChange({ ...value, inUse: choice })}
                className="size-4 accent-accent"
              />
              {label}
            </label>
          ))}
          {value.inUse?.kind === "override" ? (
            <TextField
              label={t("reason")}
              hint={t("reasonHint")}
              maxLength={500}
              value={value.inUse.reason}
              onChange={({ target }) => onChange({ ...value, inUse: { kind: "override", reason: target.value } })}
            />
          ) : null}
        </fieldset>
      )}
      {noEvidence === 0 ? null : (
        <Checkbox
          label={t("noEvidence", { count: noEvidence })}
          checked={value.noEvidence}
          onChange={({ target }) => onChange({ ...value, noEvidence: target.checked })}
        />
      )}
      {downtime === 0 ? null : (
        <Checkbox
          label={review("acceptDowntime", { count: downtime })}
          checked={value.downtime}
          onChange={({ target }) => onChange({ ...value, downtime: target.checked })}
        />
      )}
    </>
  );
}
