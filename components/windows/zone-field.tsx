"use client";
import { useId } from "react";
import { TextField } from "#components/ui/text-field.tsx";
import type { FieldTexts } from "#components/ui/field.tsx";

/** A time zone by its IANA name: typed or found among those the browser knows. */
export function ZoneField({
  value,
  onChange,
  ...texts
}: FieldTexts & { value: string; onChange: (zone: string) => void }) {
  const list = `${useId()}-zones`;
  return (
    <>
      <TextField
        {...texts}
        list={list}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </datalist>
    </>
  );
}
