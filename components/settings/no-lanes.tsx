"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { paths } from "#lib/paths.ts";
import { accountsQuery, NOTHING_KNOWN, whyNoLanes } from "#lib/queries/accounts.ts";

/** Where there is no lane: that nobody has looked for them to the end yet, or else why there is none. */
export function NoLanes() {
  const t = useTranslations("accounts");
  const { data } = useQuery({ ...accountsQuery(NOTHING_KNOWN), initialDataUpdatedAt: 0 });
  const why = whyNoLanes(data);
  return (
    <Panel>
      {why === "not-known-yet" ? (
        <EmptyState icon={<Spinner />} header={t("empty")}>
          <p>{t("emptyHint")}</p>
        </EmptyState>
      ) : (
        <EmptyState
          header={t(`noLanes.${why}`)}
          action={<ButtonLink href={paths.settings()}>{t("noLanes.settings")}</ButtonLink>}
        >
          <p>{t(`noLanes.${why}-hint`)}</p>
        </EmptyState>
      )}
    </Panel>
  );
}
