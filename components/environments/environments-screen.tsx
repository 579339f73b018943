"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import type { Role } from "#lib/auth/role.ts";
import { addressOf, facetsQuery, firstPageQuery } from "#lib/queries/environments.ts";
import type { EnvironmentPage } from "#lib/queries/environments.ts";
import { useLanes } from "#lib/queries/use-lanes.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { EnvironmentsHeader } from "./environments-header.tsx";
import { errorText } from "./failure-text.ts";
import { withoutSummary } from "./imds-summary.ts";
import { LaneFailures } from "./lane-failures.tsx";
import { ListSkeleton } from "./list-skeleton.tsx";
import { LoadedList } from "./loaded-list.tsx";
import { useListFilter } from "./use-list-filter.ts";

/** The list of environments: read from the database, never from AWS; what a scan stores streams in. */
export function EnvironmentsScreen({ role, readOnly }: { role: Role; readOnly: boolean }) {
  const t = useTranslations("environments");
  const { filter, address, change } = useListFilter();
  const lanes = useLanes().data ?? [];
  const first = useQuery(firstPageQuery(address));
  const facets = useQuery(facetsQuery(address));
  const summary = useQuery(facetsQuery(addressOf(withoutSummary(filter))));
  const shown = useShown(address, first.isPlaceholderData, first.data);
  useAnnouncedResults(first.isPlaceholderData ? undefined : first.data);

  const failure = first.error === null ? null : errorText(t, first.error);
  const retry = (
    <Button size="small" busy={first.isFetching} onClick={() => void first.refetch()}>
      {t("listError.retry")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <EnvironmentsHeader
        total={first.data?.total ?? null}
        matched={first.isPlaceholderData ? null : (first.data?.matched ?? null)}
        filter={filter}
        lanes={lanes}
      />
      <LaneFailures lanes={lanes} />
      {failure === null ? null : (
        <Alert kind="error" live header={t("listError.title")} action={retry}>
          <p>{t(first.data === undefined ? "listError.body" : "listError.stale", { detail: failure })}</p>
        </Alert>
      )}
      {first.data !== undefined ? (
        <LoadedList
          filter={filter}
          shown={shown}
          page={first.data}
          facets={facets.data}
          summary={summary.data}
          stale={first.isPlaceholderData}
          lanes={lanes}
          onChange={change}
        />
      ) : failure === null ? (
        <ListSkeleton />
      ) : null}
      <BulkBar role={role} readOnly={readOnly} />
    </div>
  );
}

/** Whose rows the first page has: while a new filter's are on their way these are the filter's before. */
function useShown(address: string, isPlaceholder: boolean, page: EnvironmentPage | undefined): string {
  const [shown, setShown] = useState(address);
  const settled = page !== undefined && !isPlaceholder;
  if (settled && shown !== address) setShown(address);
  return settled ? address : shown;
}

/** Says how many there are when a filter brought another number, not when the page opens. */
function useAnnouncedResults(page: EnvironmentPage | undefined): void {
  const t = useTranslations("environments");
  const announce = useAnnounce();
  const said = useRef<number | null>(null);
  const matched = page?.matched;
  const total = page?.total;
  useEffect(() => {
    if (matched === undefined || total === undefined || matched === said.current) return;
    const opening = said.current === null;
    said.current = matched;
    if (!opening) announce(t("announce.results", { matched, total }), "environments");
  }, [announce, matched, t, total]);
}
