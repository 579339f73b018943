"use client";
import { useTranslations } from "next-intl";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import type { EnvironmentFacets, EnvironmentPage } from "#lib/queries/environments.ts";
import { NoEnvironments, NoMatch } from "./empty-states.tsx";
import { EnvironmentsTable } from "./environments-table.tsx";
import { FacetFilters } from "./facet-filters.tsx";
import { CLEARED } from "./filter-facets.ts";
import { FilterTokens } from "./filter-tokens.tsx";
import { PasteButton } from "./paste-button.tsx";
import { SearchBox } from "./search-box.tsx";
import { SelectAllBanner } from "./select-all-banner.tsx";
import { SummaryStrip } from "./summary-strip.tsx";
import type { ChangeFilter } from "./use-list-filter.ts";
import { TagFilter } from "./tag-filter.tsx";
import { useWords } from "./words.ts";

type LoadedListProps = {
  filter: EnvironmentFilter;
  /** The address whose rows `page` has. */
  shown: string;
  page: EnvironmentPage;
  /** The filter's counts, and those without what the strip sets; they may come after the rows. */
  facets: EnvironmentFacets | undefined;
  summary: EnvironmentFacets | undefined;
  stale: boolean;
  lanes: readonly LaneView[];
  onChange: ChangeFilter;
};

/** The list once there is an answer: states as filters, search, filters, rows; or why there are none. */
export function LoadedList({ filter, shown, page, facets, summary, stale, lanes, onChange }: LoadedListProps) {
  const t = useTranslations("environments");
  const words = useWords(lanes);
  if (page.total === 0) return <NoEnvironments lanes={lanes} />;
  const counts = { matched: page.matched, total: page.total };
  return (
    <>
      <SummaryStrip filter={filter} counted={summary} onChange={onChange} />
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-start gap-2">
          <SearchBox text={filter.text} busy={stale} onChange={onChange} />
          <FacetFilters filter={filter} counted={facets} words={words} onChange={onChange} />
          <TagFilter filter={filter} onChange={onChange} />
          <PasteButton />
        </div>
        <FilterTokens filter={filter} words={words} count={t("count.some", counts)} onChange={onChange} />
        <SelectAllBanner address={shown} matched={page.matched} />
      </div>
      {page.matched === 0 ? (
        <NoMatch total={page.total} onClear={() => onChange(CLEARED)} />
      ) : (
        <EnvironmentsTable
          address={shown}
          matched={page.matched}
          sort={filter.sort}
          stale={stale}
          onSort={(sort) => onChange({ sort })}
        />
      )}
    </>
  );
}
