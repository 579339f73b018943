"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Time } from "#components/ui/time.tsx";
import { NO_FILTER } from "#lib/imds/environment-filter.ts";
import type { KnownTags } from "#lib/imds/tags.ts";
import { carriersOf, writeTag } from "#lib/imds/tags.ts";
import { paths } from "#lib/paths.ts";

/** An environment's tags, each the way to all environments that have it, with where they are known from and since when. */
export function TagList({ known }: { known: KnownTags }) {
  const t = useTranslations("tags");
  const { tags, from, readAt } = known;
  const entries = Object.entries(tags);
  return (
    <div className="space-y-1.5">
      {entries.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {entries.flatMap(([key, values]) =>
            values.map((value, place) => {
              const part = carriersOf(known, key, place);
              return (
                <li key={writeTag({ key, value })} className="max-w-full">
                  <Link
                    href={paths.environments({ ...NO_FILTER, tag: [writeTag({ key, value })] })}
                    title={t("filterBy", { key, value })}
                    className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-control border border-line px-2 text-sm wrap-anywhere hover:border-line-strong hover:bg-hover"
                  >
                    <span className="text-muted">{key}:</span>
                    {value === "" ? t("empty") : value}
                    {part === null ? null : <span className="text-muted">({t("carriers", part)})</span>}
                  </Link>
                </li>
              );
            }),
          )}
        </ul>
      ) : readAt === null ? null : (
        <p>{t("none")}</p>
      )}
      {entries.some(([, values]) => values.length > 1) ? <p className="text-sm">{t("differ")}</p> : null}
      <p className="text-sm text-muted">
        {readAt === null
          ? t(from === "not-read" ? "from.not-read" : "neverSeen")
          : t.rich(`from.${from}`, { when: () => <Time value={readAt} /> })}
      </p>
    </div>
  );
}
