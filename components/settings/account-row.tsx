"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AwsWords } from "#components/rollouts/aws-words.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { KeyValue } from "#components/ui/key-value.tsx";
import { Time } from "#components/ui/time.tsx";
import type { AccountGroup } from "./account-groups.ts";
import { AccountLanes } from "./account-lanes.tsx";
import { AccountStatus } from "./account-status.tsx";
import { LeftOutRegions } from "./left-out-regions.tsx";

/** One account: its line, and folded behind it who reads it as what, its lanes and the regions left out. */
export function AccountRow({ group, open: startsOpen }: { group: AccountGroup; open: boolean }) {
  const [open, setOpen] = useState(startsOpen);
  const t = useTranslations("accounts");
  const { account, lanes, summary } = group;
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="group/account">
      <summary className="grid list-none grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2 gap-y-1 px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2 sm:grid-cols-[auto_minmax(0,1fr)_auto] sm:px-5 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 text-muted transition-transform group-open/account:rotate-90"
        />
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="font-semibold break-all">{account.label}</span>
          {account.label === account.accountId ? null : (
            <span className="text-sm text-muted tabular-nums">{account.accountId}</span>
          )}
          <Badge>{t(`sources.${account.source}`)}</Badge>
          <span className="text-sm text-muted">{t("regionCount", { count: lanes.length })}</span>
        </span>
        <span className="col-start-2 flex min-w-0 text-sm sm:col-start-auto">
          <AccountStatus summary={summary} />
        </span>
      </summary>
      {open ? (
        <div className="space-y-4 px-4 pt-1 pb-5 sm:pr-5 sm:pl-11">
          {account.failure === null ? null : (
            <div className="space-y-1">
              <p>
                {t("failed")} · <Time value={account.failure.at} />. {t("failedKept")}
              </p>
              <AwsWords failure={account.failure} />
            </div>
          )}
          {summary.kind === "shut" ? <p>{t("shutHint")}</p> : null}
          {summary.kind === "no-regions" ? <p>{t("noRegionsHint")}</p> : null}
          <KeyValue
            columns={3}
            items={[
              { key: "identity", label: t("identity"), value: <Identity group={group} /> },
              { key: "state", label: t("state"), value: account.state ?? t("stateUnknown") },
              {
                key: "discovered",
                label: t("discovered"),
                value: account.discoveredAt === "" ? null : <Time value={account.discoveredAt} />,
              },
            ]}
          />
          {lanes.length === 0 ? null : <AccountLanes account={account} lanes={lanes} />}
          <LeftOutRegions regions={account.regions} />
        </div>
      ) : null}
    </details>
  );
}

/** Who AWS said the last scan was; before any, the role that is asked for. */
function Identity({ group: { account, lanes } }: { group: AccountGroup }) {
  const t = useTranslations("accounts");
  const seen = lanes.find(({ identityArn }) => identityArn !== null)?.identityArn;
  return (
    <span translate="no" className="font-mono text-sm break-all">
      {seen ?? account.roleArn ?? t("ambient")}
    </span>
  );
}
