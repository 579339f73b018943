"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import type { Methods } from "#lib/imds/posture.ts";
import { EditDenialNote } from "./edit-denial-note.tsx";
import type { EditDenial } from "./panel-state.ts";

type SettingFormProps = {
  environment: EnvironmentDetail;
  denial: EditDenial;
  isEditing: boolean;
  isPreparing: boolean;
  onEdit: () => void;
  onCancel: () => void;
  onApply: (methods: Methods) => void;
};

/** The check box with what set and cleared mean; read-only until Edit, applied only when changed. */
export function SettingForm({
  environment,
  denial,
  isEditing,
  isPreparing,
  onEdit,
  onCancel,
  onApply,
}: SettingFormProps) {
  const t = useTranslations("instances.panel");
  const isSet = environment.configured === "v2-only";
  const [isWanted, setWanted] = useState(isSet);
  const isChecked = isEditing ? isWanted : isSet;
  // Where the setting tells nothing, neither meaning is what holds.
  const isTold = isEditing || environment.posture.configured.kind === "known";
  const isChanged = isEditing && isWanted !== isSet;
  // The button that was pressed goes away: focus moves on to what it opened, and back.
  const form = useRef<HTMLFormElement>(null);
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    if (isEditing !== wasEditing.current) {
      form.current?.querySelector<HTMLElement>(isEditing ? "input" : "button")?.focus();
    }
    wasEditing.current = isEditing;
  }, [isEditing]);
  const edit = () => {
    setWanted(isSet);
    onEdit();
  };
  return (
    <form
      ref={form}
      className="max-w-[75ch] space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && !isPreparing) onApply(isWanted ? "v2-only" : "v1-and-v2");
      }}
    >
      <fieldset className="rounded-control border border-line px-4 pt-2 pb-3">
        <legend className="px-1 text-sm font-semibold">{t("option")}</legend>
        <Checkbox
          label={t("checkbox")}
          checked={isChecked}
          disabled={!isEditing}
          onChange={(event) => setWanted(event.target.checked)}
          aria-describedby="imds-meaning"
        />
        <ul id="imds-meaning" className="mt-1 ml-7.5 space-y-0.5 text-sm text-muted">
          <li className={isTold && isChecked ? "text-ink" : undefined}>{t("whenSet")}</li>
          <li className={isTold && !isChecked ? "text-ink" : undefined}>{t("whenCleared")}</li>
        </ul>
      </fieldset>
      <div className="flex flex-wrap items-center gap-2">
        {isEditing ? (
          <>
            <Button type="submit" variant="primary" disabled={!isChanged} busy={isPreparing}>
              {t(isPreparing ? "preparing" : "apply")}
            </Button>
            <Button variant="link" onClick={onCancel}>
              {t("cancel")}
            </Button>
            <span className="text-sm text-muted">{t(isChanged ? "editHint" : "unchanged")}</span>
          </>
        ) : denial === null ? (
          <Button onClick={edit}>{t("edit")}</Button>
        ) : (
          <EditDenialNote denial={denial} />
        )}
      </div>
    </form>
  );
}
