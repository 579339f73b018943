"use client";
import { ChevronRight } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import type { TagCount } from "#lib/queries/tags.ts";

// From so many keys on, finding one by typing is quicker than by looking.
const SEARCHABLE_FROM = 9;

type TagKeysProps = {
  counts: readonly TagCount[];
  /** What the filter wants of each key. */
  wanted: ReadonlyMap<string, readonly (string | null)[]>;
  onOpen: (key: string) => void;
};

/** The tag keys with how many environments have them, each the way to its values. Keys filtered by stay when nothing is left with them. */
export function TagKeys({ counts, wanted, onOpen }: TagKeysProps) {
  const t = useTranslations("tags");
  const format = useFormatter();
  const [search, setSearch] = useState("");
  const missing = [...wanted.keys()].filter((key) => counts.every(({ value }) => value !== key));
  const keys = [...counts, ...missing.map((value) => ({ value, count: 0 }))];
  const needle = search.trim().toLocaleLowerCase();
  const shown = keys.filter(({ value }) => value.toLocaleLowerCase().includes(needle));
  if (keys.length === 0) return <p className="text-muted">{t("noKeys")}</p>;
  return (
    <div>
      {keys.length >= SEARCHABLE_FROM ? (
        <SearchField
          label={t("searchKeys")}
          placeholder={t("searchKeys")}
          clearLabel={t("clear")}
          value={search}
          onValueChange={setSearch}
          className="mb-1.5"
        />
      ) : null}
      <ul aria-label={t("title")} className="-mx-1.5 max-h-72 overflow-y-auto">
        {shown.map(({ value, count }) => {
          const chosen = wanted.get(value)?.length ?? 0;
          return (
            <li key={value}>
              <button
                type="button"
                onClick={() => onOpen(value)}
                className="flex min-h-8 w-full items-center gap-2 rounded-control px-1.5 text-left hover:bg-hover"
              >
                <span className="min-w-0 flex-1 wrap-anywhere">{value}</span>
                {chosen > 0 ? <Badge tone="info">{t("chosen", { count: chosen })}</Badge> : null}
                <span className="text-sm text-muted">{format.number(count)}</span>
                <ChevronRight aria-hidden="true" className="size-4 text-muted" />
              </button>
            </li>
          );
        })}
      </ul>
      {shown.length === 0 ? <p className="text-sm text-muted">{t("noMatch")}</p> : null}
    </div>
  );
}
