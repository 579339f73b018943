"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { accountsQuery, isNothingKnown, NOTHING_KNOWN } from "#lib/queries/accounts.ts";

/** Where there is no lane: that nobody has looked for them to the end yet, or else why there is none, which is `children`. */
export function NoLanes({ children }: { children: ReactNode }) {
  const t = useTranslations("accounts");
  const { data } = useQuery({ ...accountsQuery(NOTHING_KNOWN), initialDataUpdatedAt: 0 });
  if (!isNothingKnown(data)) return children;
  return (
    <Panel>
      <EmptyState icon={<Spinner />} header={t("empty")}>
        <p>{t("emptyHint")}</p>
      </EmptyState>
    </Panel>
  );
}
