"use client";
import { ChevronDown, ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFacets } from "#lib/queries/environments.ts";
import { FacetOptions } from "./facet-options.tsx";
import { ALL_FACETS, FIRST_FACETS, choose, chosenOf } from "./filter-facets.ts";
import type { ChangeFilter } from "./use-list-filter.ts";
import type { AnyFacet, Words } from "./words.ts";

type FacetFiltersProps = {
  filter: EnvironmentFilter;
  /** `undefined` until counted. */
  counted: EnvironmentFacets | undefined;
  words: Words;
  onChange: ChangeFilter;
};

function trigger(label: string, count: number, icon: ReactNode = null) {
  return (
    <Button icon={icon}>
      {label}
      {count > 0 ? <Badge tone="info">{count}</Badge> : null}
      <ChevronDown aria-hidden="true" className="-mr-1 size-4 text-muted" />
    </Button>
  );
}

/** One button per common facet, and one for the rest; on a narrow screen one for all. */
export function FacetFilters({ filter, counted, words, onChange }: FacetFiltersProps) {
  const t = useTranslations("environments");
  const options = (facet: AnyFacet) => (
    <FacetOptions
      key={facet}
      name={words.facet(facet)}
      counts={counted?.facets[facet] ?? []}
      chosen={chosenOf(filter, facet)}
      textOf={(value) => words.value(facet, value)}
      onChoose={(values) => onChange(choose(facet, values))}
    />
  );
  const chosenIn = (facets: readonly AnyFacet[]) =>
    facets.reduce((sum, facet) => sum + chosenOf(filter, facet).length, 0);
  const rest = ALL_FACETS.filter((facet) => !FIRST_FACETS.includes(facet));
  const icon = <ListFilter aria-hidden="true" className="size-4 text-muted" />;
  return (
    <>
      <div className="hidden gap-2 min-[90rem]:flex">
        {FIRST_FACETS.map((facet) => (
          <Popover
            key={facet}
            label={words.facet(facet)}
            trigger={trigger(words.facet(facet), chosenOf(filter, facet).length)}
          >
            {options(facet)}
          </Popover>
        ))}
        <Popover
          label={t("filters.more")}
          align="end"
          className="w-lg"
          trigger={trigger(t("filters.more"), chosenIn(rest), icon)}
        >
          <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">{rest.map(options)}</div>
        </Popover>
      </div>
      <div className="min-[90rem]:hidden">
        <Popover
          label={t("filters.label")}
          align="end"
          className="w-lg"
          trigger={trigger(t("filters.label"), chosenIn(ALL_FACETS), icon)}
        >
          <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">{ALL_FACETS.map(options)}</div>
        </Popover>
      </div>
    </>
  );
}
