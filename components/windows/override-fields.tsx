"use client";
import { useTranslations } from "next-intl";
import { denialOf } from "#components/rollouts/access.ts";
import type { Access } from "#components/rollouts/access.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { isOverrideReady } from "./override.ts";
import type { Override } from "./override.ts";

/** The way past closed windows: for an approver, with a reason; others are told who can. */
export function OverrideFields({
  value,
  onChange,
  access,
}: {
  value: Override;
  onChange: (value: Override) => void;
  access: Access;
}) {
  const t = useTranslations("windows.override");
  if (denialOf(access, "approver", "change") !== null) return <p className="text-sm text-muted">{t("denied")}</p>;
  return (
    <div className="space-y-3">
      <Checkbox
        label={t("label")}
        hint={t("hint")}
        checked={value.isOn}
        onChange={(event) => onChange({ ...value, isOn: event.target.checked })}
      />
      {value.isOn ? (
        <TextField
          label={t("reason")}
          maxLength={500}
          value={value.reason}
          {...(isOverrideReady(value) ? {} : { hint: t("reasonMissing") })}
          onChange={(event) => onChange({ ...value, reason: event.target.value })}
        />
      ) : null}
    </div>
  );
}
