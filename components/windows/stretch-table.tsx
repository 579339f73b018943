"use client";
import { useTranslations } from "next-intl";
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
import { ZonedTime } from "#components/ui/time.tsx";
import type { WindowOutlook } from "#lib/rollouts/window.ts";

/** When each window is in force, in order, in a zone and in UTC. */
export function StretchTable({ outlooks, timeZone }: { outlooks: readonly WindowOutlook[]; timeZone: string }) {
  const t = useTranslations("windows");
  const lines = outlooks
    .flatMap(({ window, stretches }) => stretches.map((stretch) => ({ window, ...stretch })))
    .toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from));
  return (
    <TableFrame label={t("week.description")} className="max-h-80">
      <Table>
        <TableHead>
          <tr>
            <HeaderCell>{t("columns.window")}</HeaderCell>
            <HeaderCell>{t("columns.from")}</HeaderCell>
            <HeaderCell>{t("columns.until")}</HeaderCell>
            {timeZone === "UTC" ? null : <HeaderCell>{t("columns.utc")}</HeaderCell>}
          </tr>
        </TableHead>
        <TableBody>
          {lines.map(({ window, from, to }) => (
            <TableRow key={`${window.id} ${from}`}>
              <RowHeaderCell className="font-normal">
                {window.name} ({t(`kind.${window.kind}`)})
              </RowHeaderCell>
              <Cell className="whitespace-nowrap">
                <ZonedTime value={from} timeZone={timeZone} />
              </Cell>
              <Cell className="whitespace-nowrap">
                <ZonedTime value={to} timeZone={timeZone} />
              </Cell>
              {timeZone === "UTC" ? null : (
                <Cell className="whitespace-nowrap">
                  <ZonedTime value={from} timeZone="UTC" /> – <ZonedTime value={to} timeZone="UTC" />
                </Cell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableFrame>
  );
}
