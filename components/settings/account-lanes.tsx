"use client";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { failureText } from "#components/environments/failure-text.ts";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  Cell,
  HeaderCell,
  RowHeaderCell,
  Table,
  TableBody,
  TableFrame,
  TableHead,
  TableRow,
} from "#components/ui/table.tsx";
import type { AccountView } from "#lib/imds/account.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { isScanning } from "#lib/queries/lanes.ts";
import { useRequestScan } from "#lib/queries/use-lanes.ts";
import { LaneScan } from "./lane-scan.tsx";

const top = "align-top py-2";

/** The lanes of an account: how each was last read, and reading one or all of them again. */
export function AccountLanes({ account, lanes }: { account: AccountView; lanes: readonly LaneView[] }) {
  const t = useTranslations("accounts.lanes");
  const words = useTranslations("environments");
  const scan = useRequestScan();
  const asked = scan.isPending ? scan.variables : undefined;
  const refused = scan.data?.ok === false ? failureText(words, scan.data.failure) : (scan.error?.message ?? null);
  const ask = (some: readonly LaneView[]) => scan.mutate(some.map(({ accountId, region }) => ({ accountId, region })));
  const label = t("of", { account: account.label });
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">
          {t("header")} <span className="font-normal text-muted">({lanes.length})</span>
        </h3>
        <Button
          size="small"
          icon={<RefreshCw aria-hidden="true" className="size-3.5" />}
          busy={asked !== undefined || lanes.every(isScanning)}
          aria-label={t("scanAccount", { account: account.label })}
          onClick={() => ask(lanes)}
        >
          {t("scanAll")}
        </Button>
      </div>
      {refused === null ? null : (
        <Alert kind="error" live header={t("refused")}>
          <p>{refused}</p>
        </Alert>
      )}
      <TableFrame label={label} className="rounded-control border border-line">
        <Table>
          <TableHead>
            <tr>
              <HeaderCell>{t("region")}</HeaderCell>
              <HeaderCell align="end">{t("environments")}</HeaderCell>
              <HeaderCell>{t("scan")}</HeaderCell>
              <HeaderCell>
                <span className="sr-only">{t("actions")}</span>
              </HeaderCell>
            </tr>
          </TableHead>
          <TableBody>
            {lanes.map((lane) => (
              <TableRow key={lane.region}>
                <RowHeaderCell className={`${top} whitespace-nowrap`}>{lane.region}</RowHeaderCell>
                <Cell align="end" className={top}>
                  {lane.environmentCount}
                </Cell>
                <Cell className={`${top} w-full min-w-64`}>
                  <LaneScan lane={lane} />
                </Cell>
                <Cell align="end" className={top}>
                  <Button
                    size="small"
                    variant="link"
                    busy={isScanning(lane)}
                    aria-label={t("scanRegion", { region: lane.region, account: account.label })}
                    onClick={() => ask([lane])}
                  >
                    {t("scanOne")}
                  </Button>
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableFrame>
    </div>
  );
}
