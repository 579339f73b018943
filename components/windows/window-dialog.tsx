"use client";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Radio } from "#components/ui/radio.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { useClock } from "#components/ui/time.tsx";
import { failureOf } from "#lib/queries/granted.ts";
import { useSaveWindow } from "#lib/queries/windows.ts";
import type { WindowsAnswer } from "#lib/queries/windows.ts";
import type { ChangeWindow, WindowFault } from "#lib/rollouts/window.ts";
import { RecurrenceFields } from "./recurrence-fields.tsx";
import { ScopeFields } from "./scope-fields.tsx";
import { draftOf, faultsIn, formOf } from "./window-form.ts";
import type { WindowForm } from "./window-form.ts";

type WindowDialogProps = {
  /** The window to be edited as it was seen; `null`: a new one. */
  seen: ChangeWindow | null;
  choices: WindowsAnswer["choices"];
  onClose: () => void;
};

/** Writes a window, new or known. What is wrong with it the server says, beside each field. */
export function WindowDialog({ seen, choices, onClose }: WindowDialogProps) {
  const t = useTranslations("windows.form");
  const faultWords = useTranslations("windows.faults");
  const { timeZone } = useClock();
  const name = useId();
  const save = useSaveWindow();
  const [form, setForm] = useState(() => formOf(seen, timeZone));
  const change = (more: Partial<WindowForm>) => setForm((was) => ({ ...was, ...more }));
  const failure = save.error === null ? null : failureOf(save.error);
  const faults = faultsIn(failure?.code === "invalid-window" ? failure.detail : null);
  const errorOf = (...those: WindowFault[]) => {
    const fault = those.find((one) => faults.includes(one));
    return fault === undefined ? undefined : faultWords(fault);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t(seen === null ? "createTitle" : "editTitle")}
      closeLabel={t("close")}
      footer={
        <>
          <Button variant="link" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" form={`${name}-form`} variant="primary" busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <form
        id={`${name}-form`}
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate({ seen, draft: draftOf(form) }, { onSuccess: onClose });
        }}
      >
        <FailureAlert error={faults.length > 0 ? null : save.error} />
        <TextField
          label={t("name")}
          hint={t("nameHint")}
          maxLength={100}
          value={form.name}
          error={errorOf("name-missing")}
          onChange={(event) => change({ name: event.target.value })}
        />
        <fieldset className="space-y-2">
          <legend className="mb-1 text-sm font-medium">{t("kind")}</legend>
          {(["allow", "deny"] as const).map((kind) => (
            <Radio
              key={kind}
              name={`${name}-kind`}
              label={t(kind)}
              hint={t(`${kind}Hint`)}
              checked={form.kind === kind}
              onChoose={() => change({ kind })}
            />
          ))}
        </fieldset>
        <section aria-labelledby={`${name}-scope`}>
          <h3 id={`${name}-scope`} className="text-sm font-medium">
            {t("scope")}
          </h3>
          <p className="mb-1 text-sm text-muted">{t("scopeHint")}</p>
          <ScopeFields choices={choices} scope={form.scope} onChange={(scope) => change({ scope })} />
        </section>
        <RecurrenceFields form={form} onChange={change} errorOf={errorOf} />
      </form>
    </Dialog>
  );
}
