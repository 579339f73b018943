"use client";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { EnvironmentRow } from "#lib/imds/environment.ts";
import { paths } from "#lib/paths.ts";
import { useRowControl } from "./row-control.ts";
import { StaleMark } from "./stale-mark.tsx";

/** The environment's name as the link to its page, and to the rollout that works on it. */
export function NameCell({ row }: { row: EnvironmentRow }) {
  const t = useTranslations("environments");
  const tabIndex = useRowControl();
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Link
        href={paths.environment(row)}
        prefetch={false}
        tabIndex={tabIndex}
        data-control="name"
        title={row.description === null || row.description === "" ? row.name : `${row.name}\n${row.description}`}
        className="block min-w-0 truncate rounded-sm py-0.5 font-medium text-link hover:underline underline-offset-3 focus-visible:-outline-offset-1"
      >
        {row.name}
      </Link>
      <StaleMark row={row} />
      {row.activeRolloutId === null ? null : (
        <Link
          href={paths.rollout(row.activeRolloutId)}
          prefetch={false}
          tabIndex={tabIndex}
          data-control="rollout"
          aria-label={t("table.openRollout", { name: row.name })}
          title={t("table.inRollout")}
          className="inline-grid size-6 shrink-0 place-items-center rounded-sm text-info hover:bg-pressed"
        >
          <RefreshCw aria-hidden="true" className="size-3.5" />
        </Link>
      )}
    </span>
  );
}
