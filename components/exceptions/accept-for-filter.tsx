"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FacetOptions } from "#components/environments/facet-options.tsx";
import { ALL_FACETS, choose, chosenOf } from "#components/environments/filter-facets.ts";
import type { Words } from "#components/environments/words.ts";
import { TextField } from "#components/ui/text-field.tsx";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import { scopeAddress } from "#lib/imds/exception.ts";
import { addressOf, firstPageQuery } from "#lib/queries/environments.ts";
import { AcceptDialog } from "./accept-dialog.tsx";

/** Accepts the risk of all that a filter lets through; the filter is put together here. */
export function AcceptForFilter({ words, onClose }: { words: Words; onClose: () => void }) {
  const t = useTranslations("exceptions");
  const [filter, setFilter] = useState(NO_FILTER);
  const page = useQuery(firstPageQuery(addressOf(filter))).data;
  const address = scopeAddress(filter);
  return (
    <AcceptDialog scope={address === null ? null : { kind: "filter", address }} onClose={onClose}>
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-medium">{t("filterScope")}</legend>
        <div className="grid max-h-72 gap-x-6 gap-y-4 overflow-y-auto rounded-control border border-line px-3 py-2 sm:grid-cols-2">
          {ALL_FACETS.filter((facet) => facet !== "exception").map((facet) => (
            <FacetOptions
              key={facet}
              facet={facet}
              counts={page?.facets[facet] ?? []}
              chosen={chosenOf(filter, facet)}
              words={words}
              onChoose={(values) => setFilter({ ...filter, ...choose(facet, values) })}
            />
          ))}
        </div>
        <TextField
          label={t("builder.text")}
          hint={t("builder.textHint")}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.target.value })}
        />
        <p className="text-sm text-muted" role="status">
          {address === null ? t("builder.choose") : t("form.filterHint", { count: page?.matched ?? 0 })}
        </p>
      </fieldset>
    </AcceptDialog>
  );
}
