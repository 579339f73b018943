"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Radio } from "#components/ui/radio.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import type { WindowFault } from "#lib/rollouts/window.ts";
import { useWindowWords } from "./use-window-words.ts";
import { WEEKDAYS } from "./window-form.ts";
import type { WindowForm } from "./window-form.ts";
import { ZoneField } from "./zone-field.tsx";

type RecurrenceFieldsProps = {
  form: WindowForm;
  onChange: (more: Partial<WindowForm>) => void;
  /** The words of the first of these faults that there is. */
  errorOf: (...faults: WindowFault[]) => string | undefined;
};

function Weekly({ form, onChange, errorOf }: RecurrenceFieldsProps) {
  const t = useTranslations("windows.form");
  const words = useWindowWords();
  const id = useId();
  const fault = errorOf("no-weekday");
  return (
    <div className="space-y-3">
      <fieldset {...(fault === undefined ? {} : { "aria-describedby": `${id}-fault` })}>
        <legend className="mb-1 text-sm font-medium">{t("weekdays")}</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {WEEKDAYS.map((weekday) => (
            <Checkbox
              key={weekday}
              label={<span className="font-normal">{words.weekday(weekday)}</span>}
              checked={form.weekdays.includes(weekday)}
              onChange={(event) =>
                onChange({
                  weekdays: WEEKDAYS.filter((day) =>
                    day === weekday ? event.target.checked : form.weekdays.includes(day),
                  ),
                })
              }
            />
          ))}
        </div>
        {fault === undefined ? null : (
          <p id={`${id}-fault`} className="mt-1 text-sm text-error">
            {fault}
          </p>
        )}
      </fieldset>
      <div className="flex flex-wrap gap-4">
        <TextField
          label={t("start")}
          type="time"
          value={form.start}
          error={errorOf("start-invalid")}
          onChange={(event) => onChange({ start: event.target.value })}
          className="w-36"
        />
        <TextField
          label={t("hours")}
          type="number"
          inputMode="decimal"
          min={0.25}
          max={168}
          step={0.25}
          value={form.hours}
          error={errorOf("duration-invalid")}
          onChange={(event) => onChange({ hours: event.target.value })}
          className="w-36"
        />
      </div>
      <p className="text-sm text-muted">{t("hoursHint")}</p>
    </div>
  );
}

function Once({ form, onChange, errorOf }: RecurrenceFieldsProps) {
  const t = useTranslations("windows.form");
  const isWithoutEnd = form.kind === "deny" && form.isWithoutEnd;
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-4">
        <TextField
          label={t("from")}
          type="datetime-local"
          value={form.from}
          error={errorOf("from-invalid")}
          onChange={(event) => onChange({ from: event.target.value })}
          className="w-60"
        />
        {isWithoutEnd ? null : (
          <TextField
            label={t("until")}
            type="datetime-local"
            value={form.until}
            error={errorOf("until-invalid", "end-before-start", "allow-without-end")}
            onChange={(event) => onChange({ until: event.target.value })}
            className="w-60"
          />
        )}
      </div>
      {form.kind === "deny" ? (
        <Checkbox
          label={t("noEnd")}
          checked={form.isWithoutEnd}
          onChange={(event) => onChange({ isWithoutEnd: event.target.checked })}
        />
      ) : null}
    </div>
  );
}

/** When a window is in force: every week or once, in the clock of a zone. */
export function RecurrenceFields(props: RecurrenceFieldsProps) {
  const { form, onChange, errorOf } = props;
  const t = useTranslations("windows.form");
  const name = useId();
  return (
    <div className="space-y-4">
      <fieldset className="space-y-1">
        <legend className="mb-1 text-sm font-medium">{t("how")}</legend>
        {(["weekly", "once"] as const).map((how) => (
          <Radio key={how} name={name} label={t(how)} checked={form.how === how} onChoose={() => onChange({ how })} />
        ))}
      </fieldset>
      {form.how === "weekly" ? <Weekly {...props} /> : <Once {...props} />}
      <ZoneField
        label={t("zone")}
        hint={t("zoneHint")}
        value={form.zone}
        error={errorOf("zone-unknown")}
        onChange={(zone) => onChange({ zone })}
      />
    </div>
  );
}
