"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { scopeAddress } from "#lib/imds/exception.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import { firstPageQuery } from "#lib/queries/environments.ts";
import type { WantedScope } from "#lib/queries/exceptions.ts";
import { AcceptDialog } from "./accept-dialog.tsx";

type Choice = "selected" | "filter";
export type SelectionScope = { keys: readonly EnvironmentKey[]; filter: EnvironmentFilter };

/** Accepts the risk of what is selected in the list, or of all that its filter lets through. */
export function SelectionDialog({ keys, filter, onClose }: SelectionScope & { onClose: () => void }) {
  const t = useTranslations("exceptions.form");
  const name = useId();
  const [choice, setChoice] = useState<Choice>("selected");
  const address = scopeAddress(filter);
  const matching = useQuery({ ...firstPageQuery(address ?? ""), enabled: address !== null });
  const choices = [
    { value: "selected", label: t("selected", { count: keys.length }), hint: null, disabled: false },
    {
      value: "filter",
      label: t("filter"),
      hint: address === null ? t("noFilter") : t("filterHint", { count: matching.data?.matched ?? 0 }),
      disabled: address === null,
    },
  ] as const satisfies readonly { value: Choice; label: string; hint: string | null; disabled: boolean }[];
  const wantedOf = (): WantedScope | null => {
    if (choice === "selected") return { kind: "environments", keys: [...keys] };
    return address === null ? null : { kind: "filter", address };
  };
  return (
    <AcceptDialog scope={wantedOf()} onClose={onClose}>
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-medium">{t("scope")}</legend>
        {choices.map(({ value, label, hint, disabled }) => (
          <div key={value} className="flex gap-2">
            <input
              type="radio"
              id={`${name}-${value}`}
              name={name}
              checked={choice === value}
              disabled={disabled}
              onChange={() => setChoice(value)}
              {...(hint === null ? {} : { "aria-describedby": `${name}-${value}-hint` })}
              className="mt-1 size-4 shrink-0 accent-accent"
            />
            <div>
              <label htmlFor={`${name}-${value}`}>{label}</label>
              {hint === null ? null : (
                <p id={`${name}-${value}-hint`} className="text-sm text-muted">
                  {hint}
                </p>
              )}
            </div>
          </div>
        ))}
      </fieldset>
    </AcceptDialog>
  );
}
