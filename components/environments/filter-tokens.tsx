"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { isFiltering } from "#lib/imds/environment-filter.ts";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import { ALL_FACETS, CLEARED, choose, chosenOf } from "./filter-facets.ts";
import { useTagText } from "./tag-words.ts";
import type { ChangeFilter } from "./use-list-filter.ts";
import type { Words } from "./words.ts";

type FilterTokensProps = {
  filter: EnvironmentFilter;
  words: Words;
  /** How many are left, in words. */
  count: string;
  onChange: ChangeFilter;
};

/** What the list is filtered by, each part to take away; the text is in the search box and not repeated. */
export function FilterTokens({ filter, words, count, onChange }: FilterTokensProps) {
  const t = useTranslations("environments");
  const tagText = useTagText();
  if (!isFiltering(filter)) return null;
  const tokens = [
    ...ALL_FACETS.flatMap((facet) =>
      chosenOf(filter, facet).map((value) => ({
        id: `${facet} ${value}`,
        text: { facet: words.facet(facet), value: words.value(facet, value) },
        without: choose(
          facet,
          chosenOf(filter, facet).filter((other) => other !== value),
        ),
      })),
    ),
    ...filter.tag.map((tag) => ({
      id: `tag ${tag}`,
      text: tagText(tag),
      without: { tag: filter.tag.filter((other) => other !== tag) },
    })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="mr-1 text-sm text-muted">{count}</span>
      {tokens.length === 0 ? null : (
        <ul aria-label={t("filters.active")} className="contents">
          {tokens.map(({ id, text, without }) => (
            <li
              key={id}
              className="inline-flex min-h-7 max-w-full items-center rounded-control border border-line bg-selected pl-2 text-sm"
            >
              <span className="truncate">
                <span className="text-muted">{text.facet}:</span> {text.value}
              </span>
              <button
                type="button"
                aria-label={t("filters.remove", text)}
                onClick={() => onChange(without)}
                className="ml-0.5 grid size-6.5 shrink-0 place-items-center rounded-control text-muted hover:text-ink"
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Button variant="link" size="small" onClick={() => onChange(CLEARED)}>
        {t("filters.clearAll")}
      </Button>
    </div>
  );
}
