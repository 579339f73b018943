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

type Days = readonly { day: string; calls: number | null }[];

const HEIGHT = 48;
const STEP = 10;

/** How tall a day's bar is: a flat mark for zero, and never so flat for calls that it looks like zero. */
function barHeight(calls: number, most: number): number {
  return calls === 0 ? 1 : Math.max(5, (calls / most) * HEIGHT);
}

/** Calls by day as bars, with the same in a sentence and as a table. */
export function UseChart({ days, title }: { days: Days; title: string }) {
  const t = useTranslations("readiness.chart");
  const format = useFormatter();
  const id = useId();
  const counted = days.flatMap(({ calls }) => calls ?? []);
  const most = Math.max(1, ...counted);
  const summary = t("summary", {
    days: days.length,
    calls: counted.reduce((sum, calls) => sum + calls, 0),
    most: format.number(Math.max(0, ...counted)),
    missing: days.length - counted.length,
  });
  const first = days[0]?.day;
  const last = days.at(-1)?.day;
  return (
    <figure aria-labelledby={`${id}-title`} className="min-w-0">
      <figcaption id={`${id}-title`} className="mb-1 text-sm font-semibold text-muted">
        {title}
      </figcaption>
      <svg
        role="img"
        aria-label={summary}
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-16 w-full max-w-xl border-b border-line-strong"
      >
        {days.map(({ day, calls }, index) =>
          calls === null ? null : (
            <rect
              key={day}
              x={index * STEP + 1}
              y={HEIGHT - barHeight(calls, most)}
              width={STEP - 2}
              height={barHeight(calls, most)}
              className={calls === 0 ? "fill-neutral" : "fill-error"}
            />
          ),
        )}
      </svg>
      <p aria-hidden="true" className="flex max-w-xl justify-between text-xs text-muted">
        <span>{first}</span>
        <span>{last}</span>
      </p>
      <p className="text-sm">{summary}</p>
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
