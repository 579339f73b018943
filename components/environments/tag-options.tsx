"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import { chooseTag, wantedByKey } from "#lib/imds/tags.ts";
import { addressOf } from "#lib/queries/environments.ts";
import { tagCountsQuery } from "#lib/queries/tags.ts";
import { FacetOptions } from "./facet-options.tsx";
import { errorText } from "./failure-text.ts";
import { TagKeys } from "./tag-keys.tsx";
import type { ChangeFilter } from "./use-list-filter.ts";

type TagOptionsProps = { filter: EnvironmentFilter; onChange: ChangeFilter };

/** The tag keys; behind each of them its values. */
export function TagOptions({ filter, onChange }: TagOptionsProps) {
  const t = useTranslations("tags");
  const [key, setKey] = useState<string | null>(null);
  const part = useRef<HTMLDivElement>(null);
  const turnTo = (next: string | null) => {
    // What has the focus goes with the part before.
    part.current?.focus();
    setKey(next);
  };
  return (
    <div ref={part} tabIndex={-1} role="group" aria-label={t("title")} className="space-y-3 outline-hidden">
      {key === null ? (
        <KeysPart filter={filter} onOpen={turnTo} />
      ) : (
        <ValuesPart key={key} tagKey={key} filter={filter} onChange={onChange} onBack={() => turnTo(null)} />
      )}
      <p className="text-sm text-muted">{t("about")}</p>
    </div>
  );
}

function useCounts(filter: EnvironmentFilter, key: string | null) {
  const query = useQuery({ ...tagCountsQuery(addressOf(filter), key), placeholderData: keepPreviousData });
  return { ...query, retry: () => void query.refetch() };
}

function Waiting({ error, busy, onRetry }: { error: Error | null; busy: boolean; onRetry: () => void }) {
  const t = useTranslations("tags");
  const list = useTranslations("environments");
  if (error === null)
    return (
      <p className="flex items-center gap-2 text-muted">
        <Spinner />
        {t("loading")}
      </p>
    );
  return (
    <div role="alert" className="space-y-2">
      <p className="text-error">{t("failed", { detail: errorText(list, error) })}</p>
      <Button size="small" busy={busy} onClick={onRetry}>
        {t("retry")}
      </Button>
    </div>
  );
}

function KeysPart({ filter, onOpen }: { filter: EnvironmentFilter; onOpen: (key: string) => void }) {
  const { data, error, isFetching, retry } = useCounts(filter, null);
  if (data === undefined) return <Waiting error={error} busy={isFetching} onRetry={retry} />;
  return <TagKeys counts={data} wanted={wantedByKey(filter.tag)} onOpen={onOpen} />;
}

function ValuesPart({ tagKey, filter, onChange, onBack }: TagOptionsProps & { tagKey: string; onBack: () => void }) {
  const t = useTranslations("tags");
  const { data, error, isFetching, retry } = useCounts(filter, tagKey);
  const wanted = wantedByKey(filter.tag).get(tagKey) ?? [];
  const choose = (values: readonly (string | null)[]) => onChange({ tag: chooseTag(filter.tag, tagKey, values) });
  const isAny = wanted.includes(null);
  return (
    <>
      <Button
        variant="link"
        size="small"
        className="-ml-2"
        icon={<ChevronLeft aria-hidden="true" className="size-4" />}
        onClick={onBack}
      >
        {t("back")}
      </Button>
      {data === undefined ? (
        <Waiting error={error} busy={isFetching} onRetry={retry} />
      ) : (
        <>
          <Checkbox label={t("anyOf", { key: tagKey })} checked={isAny} onChange={() => choose(isAny ? [] : [null])} />
          <FacetOptions
            name={tagKey}
            counts={data}
            chosen={wanted.filter((value) => value !== null)}
            textOf={(value) => (value === "" ? t("empty") : value)}
            onChoose={choose}
          />
        </>
      )}
    </>
  );
}
