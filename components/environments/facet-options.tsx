"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { FacetCount } from "#lib/queries/environments.ts";

// From so many values on, finding one by typing is quicker than by looking.
const SEARCHABLE_FROM = 9;

export type FacetOptionsProps = {
  name: string;
  counts: readonly FacetCount[];
  chosen: readonly string[];
  /** What people read for a value. */
  textOf: (value: string) => string;
  onChoose: (values: readonly string[]) => void;
};

/** The values of one facet, or of one tag key, with their counts, as check boxes. Chosen values stay listed when nothing is left with them. */
export function FacetOptions({ name, counts, chosen, textOf, onChoose }: FacetOptionsProps) {
  const t = useTranslations("environments");
  const format = useFormatter();
  const [search, setSearch] = useState("");
  const id = useId();
  const missing = chosen.filter((value) => counts.every((count) => count.value !== value));
  const options = [...counts, ...missing.map((value) => ({ value, count: 0 }))];
  const needle = search.trim().toLocaleLowerCase();
  const shown = options.filter(({ value }) => textOf(value).toLocaleLowerCase().includes(needle));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 flex w-full items-center justify-between gap-2 text-sm font-semibold">{name}</legend>
      {options.length >= SEARCHABLE_FROM ? (
        <SearchField
          label={t("filters.search", { facet: name })}
          placeholder={t("filters.search", { facet: name })}
          clearLabel={t("search.clear")}
          value={search}
          onValueChange={setSearch}
          className="mb-1.5"
        />
      ) : null}
      <ul className="max-h-72 overflow-y-auto">
        {shown.map(({ value, count }) => {
          const on = chosen.includes(value);
          return (
            <li key={value} className="flex items-center gap-1.5 rounded-control pr-1.5 hover:bg-hover">
              <Checkbox
                id={`${id}-${value}`}
                aria-describedby={`${id}-${value}-count`}
                checked={on}
                onChange={() => onChoose(on ? chosen.filter((other) => other !== value) : [...chosen, value])}
              />
              <label htmlFor={`${id}-${value}`} className="min-w-0 flex-1 py-0.5">
                {textOf(value)}
              </label>
              <span id={`${id}-${value}-count`} className="text-sm text-muted">
                {format.number(count)}
              </span>
            </li>
          );
        })}
      </ul>
      {shown.length === 0 ? (
        <p className="text-sm text-muted">{t(needle === "" ? "filters.noOptions" : "filters.noMatch")}</p>
      ) : null}
      {chosen.length > 0 ? (
        <Button variant="link" size="small" className="mt-1 -ml-2" onClick={() => onChoose([])}>
          {t("filters.clearFacet")}
        </Button>
      ) : null}
    </fieldset>
  );
}
