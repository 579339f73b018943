"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FilterChips } from "#components/rollouts/filter-chips.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import type { LaneView } from "#lib/imds/lane.ts";
import type { Accounts } from "#lib/queries/accounts.ts";
import { accountsQuery } from "#lib/queries/accounts.ts";
import { useLanes } from "#lib/queries/use-lanes.ts";
import { accountGroups, filterGroups, SHOWN } from "./account-groups.ts";
import type { Shown } from "./account-groups.ts";
import { AccountRow } from "./account-row.tsx";
import { OrganizationNote } from "./organization-note.tsx";

type Wanted = { text: string; shown: Shown };

const readWanted = (query: URLSearchParams): Wanted => ({
  text: query.get("account") ?? "",
  shown: SHOWN.find((one) => one === query.get("show")) ?? "all",
});

function writeWanted({ text, shown }: Wanted): void {
  const query = new URLSearchParams();
  if (text !== "") query.set("account", text);
  if (shown !== "all") query.set("show", shown);
  window.history.replaceState(null, "", query.size === 0 ? window.location.pathname : `?${query.toString()}`);
}

/** Every account, one line each, with its lanes folded away; narrowed by text and by how it stands. */
export function AccountsPanel({ initial, initialLanes }: { initial: Accounts; initialLanes: LaneView[] }) {
  const t = useTranslations("accounts");
  const params = useSearchParams();
  const [wanted, setWanted] = useState(() => readWanted(params));
  const { data } = useQuery(accountsQuery(initial));
  const lanes = useLanes().data ?? initialLanes;
  const groups = accountGroups(data.accounts, lanes);
  const matching = filterGroups(groups, wanted.text, wanted.shown);
  const want = (change: Partial<Wanted>) => {
    const next = { ...wanted, ...change };
    setWanted(next);
    writeWanted(next);
  };
  const chips = SHOWN.map((id) => ({
    id,
    label: t(`shown.${id}`),
    count: filterGroups(groups, wanted.text, id).length,
  }));
  return (
    <Panel
      header={t("header")}
      counter={matching.length === groups.length ? `(${groups.length})` : `(${matching.length}/${groups.length})`}
      description={t("description", { lanes: lanes.length })}
      padded={false}
    >
      <div className="space-y-3 border-b border-line px-4 py-3 sm:px-5">
        <OrganizationNote organization={data.organization} />
        {groups.length < 2 ? null : (
          <div className="flex flex-wrap items-center gap-3">
            <SearchField
              label={t("search")}
              placeholder={t("search")}
              clearLabel={t("clear")}
              value={wanted.text}
              onValueChange={(text) => want({ text })}
              className="min-w-56 flex-1 basis-56 sm:max-w-md"
            />
            <FilterChips
              label={t("shown.label")}
              name="shown-accounts"
              chips={chips}
              value={wanted.shown}
              onChoose={(shown) => want({ shown })}
            />
          </div>
        )}
      </div>
      {groups.length === 0 ? (
        <div className="px-4 py-8">
          <EmptyState header={t("empty")}>{t("emptyHint")}</EmptyState>
        </div>
      ) : null}
      {groups.length > 0 && matching.length === 0 ? (
        <div className="px-4 py-8">
          <EmptyState header={t("noMatch")}>
            <Button onClick={() => want({ text: "", shown: "all" })}>{t("showAll")}</Button>
          </EmptyState>
        </div>
      ) : null}
      <ul className="divide-y divide-line">
        {matching.map((group) => (
          <li key={group.account.accountId}>
            <AccountRow group={group} open={groups.length === 1} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
