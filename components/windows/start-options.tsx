"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type { Access } from "#components/rollouts/access.ts";
import { Radio } from "#components/ui/radio.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { Time, useClock } from "#components/ui/time.tsx";
import { rolloutWindowsQuery } from "#lib/queries/windows.ts";
import type { LocalTimeReading } from "#lib/rollouts/window.ts";
import { ClosedNote } from "./closed-note.tsx";
import { OverrideFields } from "./override-fields.tsx";
import { nextHours, wishedStart } from "./start-choice.ts";
import type { StartChoice } from "./start-choice.ts";
import { ZoneField } from "./zone-field.tsx";

/** How the wished start is understood: its instant, and what clocks do to it. */
function Begins({ start }: { start: LocalTimeReading }) {
  const t = useTranslations("windows.schedule");
  return (
    <p className="text-sm">
      {t.rich("begins", { when: () => <Time value={start.at} /> })} (<Time value={start.at} mode="absolute" />)
      {start.clock === "once" ? null : <span className="block text-warning">{t(start.clock)}</span>}
    </p>
  );
}

/** When a rollout begins, and what change windows make of that. */
export function StartOptions({
  rolloutId,
  value,
  onChange,
  access,
}: {
  rolloutId: string;
  value: StartChoice;
  onChange: (value: StartChoice) => void;
  access: Access;
}) {
  const t = useTranslations("windows.schedule");
  const name = useId();
  const { timeZone, now } = useClock();
  const wished = wishedStart(value);
  const { data, isError } = useQuery(rolloutWindowsQuery(rolloutId, wished));
  const later = () =>
    onChange({
      ...value,
      isLater: true,
      local: value.local === "" ? nextHours(now, timeZone) : value.local,
      zone: value.zone === "" ? timeZone : value.zone,
    });
  const isUnreadable = value.isLater && (wished === null || isError);
  return (
    <div className="space-y-4">
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-medium">{t("legend")}</legend>
        <Radio
          name={name}
          label={t("now")}
          hint={t("nowHint")}
          checked={!value.isLater}
          onChoose={() => onChange({ ...value, isLater: false })}
        />
        <Radio name={name} label={t("later")} hint={t("laterHint")} checked={value.isLater} onChoose={later} />
        {value.isLater ? (
          <div className="space-y-2 pl-6">
            <div className="flex flex-wrap gap-4">
              <TextField
                label={t("local")}
                type="datetime-local"
                value={value.local}
                {...(isUnreadable ? { error: t("invalid") } : {})}
                onChange={(event) => onChange({ ...value, local: event.target.value })}
                className="w-60"
              />
              <div className="w-60">
                <ZoneField label={t("zone")} value={value.zone} onChange={(zone) => onChange({ ...value, zone })} />
              </div>
            </div>
            {data !== undefined && data.start !== null && !isUnreadable ? <Begins start={data.start} /> : null}
          </div>
        ) : null}
      </fieldset>
      {data !== undefined && data.closed.length > 0 ? (
        <>
          <ClosedNote windows={data} when={data.start === null ? "now" : "start"} />
          <OverrideFields
            value={value.override}
            onChange={(override) => onChange({ ...value, override })}
            access={access}
          />
        </>
      ) : null}
    </div>
  );
}
