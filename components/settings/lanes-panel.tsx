import { useTranslations } from "next-intl";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import {
  Cell,
  HeaderCell,
  RowHeaderCell,
  Table,
  TableBody,
  TableFrame,
  TableHead,
  TableMessage,
  TableRow,
} from "#components/ui/table.tsx";
import type { LaneView } from "#lib/imds/lane.ts";
import { LaneScan } from "./lane-scan.tsx";

const top = "align-top py-2";

/** Every lane with the identity it is read as and how its last scan went. */
export function LanesPanel({ lanes }: { lanes: readonly LaneView[] }) {
  const t = useTranslations("settings.lanes");
  return (
    <Panel header={t("header")} counter={`(${lanes.length})`} description={t("description")} padded={false}>
      <TableFrame label={t("header")}>
        <Table>
          <TableHead>
            <tr>
              <HeaderCell>{t("columns.account")}</HeaderCell>
              <HeaderCell>{t("columns.region")}</HeaderCell>
              <HeaderCell align="end">{t("columns.environments")}</HeaderCell>
              <HeaderCell>{t("columns.scan")}</HeaderCell>
              <HeaderCell>{t("columns.identity")}</HeaderCell>
            </tr>
          </TableHead>
          <TableBody>
            {lanes.length === 0 ? (
              <TableMessage columns={5}>
                <EmptyState header={t("empty")}>{t("emptyHint")}</EmptyState>
              </TableMessage>
            ) : (
              lanes.map((lane) => (
                <TableRow key={`${lane.accountId} ${lane.region}`}>
                  <RowHeaderCell className={`${top} min-w-40`}>
                    {lane.accountLabel}
                    {lane.accountLabel === lane.accountId ? null : (
                      <span className="block font-normal text-muted">{lane.accountId}</span>
                    )}
                  </RowHeaderCell>
                  <Cell className={`${top} whitespace-nowrap`}>{lane.region}</Cell>
                  <Cell align="end" className={top}>
                    {lane.environmentCount}
                  </Cell>
                  <Cell className={`${top} min-w-72`}>
                    <LaneScan lane={lane} />
                  </Cell>
                  <Cell className={`${top} min-w-64 font-mono text-sm`}>
                    {lane.identityArn ?? lane.roleArn ?? t("ambient")}
                  </Cell>
                </TableRow>
              ))
            )}
          </TableBody>
        </Table>
      </TableFrame>
    </Panel>
  );
}
