"use client";
import { useTranslations } from "next-intl";
import { ALL_FACETS, chosenOf } from "#components/environments/filter-facets.ts";
import type { Words } from "#components/environments/words.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ExceptionScope } from "#lib/imds/exception.ts";
import { scopeFilter } from "#lib/imds/exception.ts";
import { paths } from "#lib/paths.ts";

/** What an exception covers: the environment, or the filter in words, each with the way to it. */
export function ScopeText({ scope, words }: { scope: ExceptionScope; words: Words }) {
  const t = useTranslations("exceptions");
  if (scope.kind === "environment") {
    return (
      <>
        <TextLink href={paths.environment(scope.key)} prefetch={false}>
          {scope.name}
        </TextLink>
        <span className="block text-sm font-normal text-muted">
          {words.value("accountId", scope.key.accountId)} · {scope.key.region}
        </span>
      </>
    );
  }
  const filter = scopeFilter(scope.address);
  if (filter === null) return <span className="font-normal">{t("unreadable")}</span>;
  const parts = ALL_FACETS.map((facet) => ({
    facet,
    values: chosenOf(filter, facet).map((value) => words.value(facet, value)),
  })).filter(({ values }) => values.length > 0);
  return (
    <div className="space-y-0.5 font-normal">
      <p className="text-sm text-muted">{t("filterScope")}</p>
      <ul>
        {filter.text === "" ? null : <li>{t("words", { text: filter.text })}</li>}
        {parts.map(({ facet, values }) => (
          <li key={facet}>
            <span className="text-muted">{words.facet(facet)}:</span> {values.join(", ")}
          </li>
        ))}
      </ul>
      <TextLink href={paths.environments(filter)} prefetch={false} className="text-sm">
        {t("showScope")}
      </TextLink>
    </div>
  );
}
