"use client";
import { useQuery } from "@tanstack/react-query";
import { Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { Time } from "#components/ui/time.tsx";
import type { EnvironmentRow } from "#lib/imds/environment.ts";
import { lanesQuery } from "#lib/queries/lanes.ts";

/** How old a row is whose lane cannot be read: it may no longer be so. */
export function StaleMark({ row }: { row: EnvironmentRow }) {
  const t = useTranslations("environments");
  // The screen asks for the lanes; each row only looks at the answer.
  const { data: isStale = false } = useQuery({
    ...lanesQuery(),
    enabled: false,
    select: (lanes) =>
      lanes.some(
        ({ accountId, region, failure }) => accountId === row.accountId && region === row.region && failure !== null,
      ),
  });
  if (!isStale) return null;
  return (
    <span title={t("table.staleTitle")} className="inline-flex shrink-0 items-center gap-1 text-xs text-warning">
      <Clock aria-hidden="true" className="size-3.5" />
      {/* In a narrow column the name goes first. */}
      <span className="sr-only 2xl:not-sr-only">
        {t.rich("table.stale", { ago: () => <Time value={row.oldestReadAt} /> })}
      </span>
    </span>
  );
}
