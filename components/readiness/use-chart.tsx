"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import { Disclosure } from "#components/ui/disclosure.tsx";
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
import type { UseWindow } from "#lib/imds/use.ts";
import type { Days } from "./call-bars.tsx";
import { CallBars } from "./call-bars.tsx";
import { useDaysInWords } from "./days-in-words.ts";
import { SinceScan } from "./since-scan.tsx";

/** Calls by day as bars, with the same in a sentence and as a table. */
export function UseChart({ days, title, window }: { days: Days; title: string; window: UseWindow | null }) {
  const t = useTranslations("readiness.chart");
  const format = useFormatter();
  const id = useId();
  const summary = useDaysInWords()(days);
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  return (
    <figure aria-labelledby={`${id}-title`} className="min-w-0">
      <figcaption id={`${id}-title`} className="mb-1 text-sm font-semibold text-muted">
        {title}
      </figcaption>
      <CallBars days={days} label={summary} className="h-16 w-full max-w-xl" />
      <p aria-hidden="true" className="flex max-w-xl justify-between text-xs text-muted">
        <span>{first}</span>
        <span>{last}</span>
      </p>
      <p className="text-sm">{summary}</p>
      <SinceScan window={window} />
      <p className="text-sm text-muted">{t("legend")}</p>
      <Disclosure summary={t("table")}>
        <TableFrame label={title} className="max-h-72 max-w-sm">
          <Table>
            <TableHead>
              <tr>
                <HeaderCell>{t("day")}</HeaderCell>
                <HeaderCell align="end">{t("calls")}</HeaderCell>
              </tr>
            </TableHead>
            <TableBody>
              {days.map(({ day, calls }) => (
                <TableRow key={day}>
                  <RowHeaderCell className="font-normal">{day}</RowHeaderCell>
                  <Cell align="end">{calls === null ? t("noData") : format.number(calls)}</Cell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </TableFrame>
      </Disclosure>
    </figure>
  );
}
