"use client";
import { useTranslations } from "next-intl";
import { AcknowledgeFields } from "#components/rollouts/acknowledge-fields.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import type { Acknowledgements, TargetView } from "#lib/rollouts/rollout.ts";

/** What a person accepts, and the number typed. */
export type Confirmation = { accepted: Acknowledgements; typed: string };

/** The last thing before a start, as hard as what it does: what is accepted, each by itself, and how many change. */
export function ConfirmFields({
  targets,
  changing,
  value,
  onChange,
  isMoved,
}: {
  targets: readonly TargetView[];
  /** How many will change. */
  changing: number;
  value: Confirmation;
  onChange: (value: Confirmation) => void;
  /** It was accepted for a plan that has become another since. */
  isMoved: boolean;
}) {
  const t = useTranslations("rollouts.review");
  return (
    <div className="max-w-[75ch] space-y-4">
      <AcknowledgeFields
        targets={targets}
        value={value.accepted}
        onChange={(accepted) => onChange({ ...value, accepted })}
        isMoved={isMoved}
      />
      {targets.length === 1 ? null : (
        <TextField
          label={t("confirm", { count: changing })}
          hint={t("confirmHint", { count: changing })}
          inputMode="numeric"
          value={value.typed}
          onChange={(event) => onChange({ ...value, typed: event.target.value })}
          className="[&_input]:max-w-40"
        />
      )}
    </div>
  );
}
