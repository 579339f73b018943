"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FacetFilters } from "#components/environments/facet-filters.tsx";
import { errorText } from "#components/environments/failure-text.ts";
import { FilterTokens } from "#components/environments/filter-tokens.tsx";
import { SearchBox } from "#components/environments/search-box.tsx";
import { TagFilter } from "#components/environments/tag-filter.tsx";
import type { ChangeFilter } from "#components/environments/use-list-filter.ts";
import { useWords } from "#components/environments/words.ts";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { isFiltering } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import { paths } from "#lib/paths.ts";
import { addressOf, facetsQuery, firstPageQuery } from "#lib/queries/environments.ts";
import { useLanes } from "#lib/queries/use-lanes.ts";

/** So many are named; the rest is told by its number. */
const NAMED = 8;

/** Chooses environments by the list's own filter, with how many match and the first few of them. */
export function ByFilter({ filter, onChange }: { filter: EnvironmentFilter; onChange: ChangeFilter }) {
  const t = useTranslations("wizard.select");
  const list = useTranslations("environments");
  const address = addressOf(filter);
  const words = useWords(useLanes().data ?? []);
  const facets = useQuery(facetsQuery(address));
  const first = useQuery(firstPageQuery(address));
  const failed = first.error ?? facets.error;
  const named = first.data?.rows.slice(0, NAMED) ?? [];
  const matched = first.data?.matched ?? null;
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-start gap-2">
        <SearchBox text={filter.text} busy={first.isPlaceholderData} onChange={onChange} />
        <FacetFilters filter={filter} counted={facets.data} words={words} onChange={onChange} />
        <TagFilter filter={filter} onChange={onChange} />
      </div>
      {failed === null ? null : (
        <Alert
          kind="error"
          live
          header={t("failed")}
          action={
            <Button onClick={() => void Promise.all([first.refetch(), facets.refetch()])}>
              {list("listError.retry")}
            </Button>
          }
        >
          <p>{errorText(list, failed)}</p>
        </Alert>
      )}
      <div role="status" className="space-y-1">
        <p className="font-semibold">{matched === null ? t("counting") : t("matched", { count: matched })}</p>
        {isFiltering(filter) ? null : <p className="text-sm text-muted">{t("everything")}</p>}
      </div>
      {/* The count stands above, for it is spoken. */}
      <div className="[&_span:empty]:hidden">
        <FilterTokens filter={filter} words={words} count="" onChange={onChange} />
      </div>
      {named.length === 0 || matched === null ? null : (
        <ul className="divide-y divide-line rounded-control border border-line text-sm">
          {named.map((row) => (
            <li
              key={`${row.accountId} ${row.region} ${row.environmentId}`}
              className="flex flex-wrap justify-between gap-x-4 px-3 py-1.5"
            >
              <span className="font-medium">{row.name}</span>
              <span className="text-muted">{[row.application, row.accountLabel, row.region].join(" · ")}</span>
            </li>
          ))}
          <li className="flex flex-wrap justify-between gap-x-4 px-3 py-1.5">
            <span className="text-muted">
              {matched > named.length ? t("more", { count: matched - named.length }) : null}
            </span>
            <TextLink href={paths.environments(filter)} prefetch={false}>
              {t("inList")}
            </TextLink>
          </li>
        </ul>
      )}
    </div>
  );
}
