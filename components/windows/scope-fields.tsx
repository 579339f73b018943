"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import type { WindowsAnswer } from "#lib/queries/windows.ts";
import type { WindowScope } from "#lib/rollouts/window.ts";

type Choice = { value: string; label: string };

/** Above so many a list is searched rather than read. */
const SEARCHED_ABOVE = 8;

function Choices({
  what,
  choices,
  chosen,
  onChange,
}: {
  what: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const t = useTranslations("windows.form");
  const [text, setText] = useState("");
  const [isOpen] = useState(chosen.length > 0);
  const known = new Set(choices.map(({ value }) => value));
  // What a window was limited to stays to be seen, also when it is gone.
  const all = [...choices, ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, label: value }))];
  const shown = all.filter(({ label, value }) => `${label} ${value}`.toLowerCase().includes(text.trim().toLowerCase()));
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <Disclosure
      summary={`${what}: ${chosen.length === 0 ? t("all") : t("chosen", { count: chosen.length })}`}
      open={isOpen}
    >
      <fieldset className="space-y-2">
        <legend className="sr-only">{what}</legend>
        {all.length === 0 ? <p className="text-sm text-muted">{t("none")}</p> : null}
        {all.length > SEARCHED_ABOVE ? (
          <TextField
            label={t("find", { what })}
            labelHidden
            placeholder={t("find", { what })}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="max-w-72"
          />
        ) : null}
        <div className="grid max-h-52 gap-x-4 gap-y-1 overflow-y-auto sm:grid-cols-2">
          {shown.map(({ value, label }) => (
            <Checkbox
              key={value}
              label={<span className="font-normal break-words">{label}</span>}
              checked={chosen.includes(value)}
              onChange={() => toggle(value)}
            />
          ))}
        </div>
      </fieldset>
    </Disclosure>
  );
}

/** Which environments a window speaks of: what has no tick is not limited. */
export function ScopeFields({
  choices,
  scope,
  onChange,
}: {
  choices: WindowsAnswer["choices"];
  scope: WindowScope;
  onChange: (scope: WindowScope) => void;
}) {
  const t = useTranslations("windows.form");
  const plain = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  return (
    <div className="space-y-1">
      <Choices
        what={t("accounts")}
        choices={choices.accounts.map(({ id, label }) => ({
          value: id,
          label: label === id ? id : `${label} (${id})`,
        }))}
        chosen={scope.accounts}
        onChange={(accounts) => onChange({ ...scope, accounts })}
      />
      <Choices
        what={t("regions")}
        choices={plain(choices.regions)}
        chosen={scope.regions}
        onChange={(regions) => onChange({ ...scope, regions })}
      />
      <Choices
        what={t("applications")}
        choices={plain(choices.applications)}
        chosen={scope.applications}
        onChange={(applications) => onChange({ ...scope, applications })}
      />
    </div>
  );
}
