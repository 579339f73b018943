"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
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
import type { PosturePoint } from "#lib/imds/history.ts";
import { LINES, niceMost, stepPath } from "./chart-lines.ts";

const WIDTH = 600;
const HEIGHT = 160;
const DAY = 86_400_000;

/** Instants are shown in UTC, as the points lie on its hours wherever one looks from. */
const dayOf = (at: string) => at.slice(0, 10);
const minuteOf = (at: string) => `${at.slice(0, 16).replace("T", " ")} UTC`;

/** The posture over so many days as lines, with the same in a sentence and as a table. */
export function PostureChart({ series, days }: { series: readonly PosturePoint[]; days: number }) {
  const t = useTranslations("overview.chart");
  const format = useFormatter();
  const [first] = series;
  const last = series.at(-1);
  if (first === undefined || last === undefined || series.length < 2)
    return <EmptyState header={t("none")}>{t("noneHint")}</EmptyState>;
  const to = Date.parse(last.at);
  const from = to - days * DAY;
  const most = niceMost(Math.max(...series.map(({ environments }) => environments)));
  const span = { from, to, most, width: WIDTH, height: HEIGHT };
  const summary = t("summary", {
    from: dayOf(first.at),
    to: dayOf(last.at),
    total: last.environments,
    enforced: last.enforced,
    enforcedBefore: first.enforced,
    allowing: last.allowing,
    allowingBefore: first.allowing,
  });
  return (
    <figure className="min-w-0 space-y-2">
      <Legend last={last} />
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <div aria-hidden="true" className="flex flex-col justify-between text-right text-xs text-muted">
          {[most, most / 2, 0].map((value) => (
            <span key={value} className="-my-2">
              {format.number(value)}
            </span>
          ))}
        </div>
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-44 w-full overflow-visible"
        >
          {[0, HEIGHT / 2, HEIGHT].map((y) => (
            <path key={y} d={`M0 ${y}H${WIDTH}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
          ))}
          {LINES.map(({ name, stroke, dash, width }) => (
            <path
              key={name}
              d={stepPath(series, name, span)}
              fill="none"
              strokeWidth={width}
              strokeDasharray={dash}
              vectorEffect="non-scaling-stroke"
              className={stroke}
            />
          ))}
        </svg>
        <span />
        <p aria-hidden="true" className="mt-1 flex justify-between text-xs text-muted">
          <span>{dayOf(new Date(from).toISOString())}</span>
          <span>{dayOf(last.at)}</span>
        </p>
      </div>
      <figcaption className="text-sm">{summary}</figcaption>
      <Disclosure summary={t("table")}>
        <PointTable series={series} />
      </Disclosure>
    </figure>
  );
}

function Legend({ last }: { last: PosturePoint }) {
  const t = useTranslations("overview.chart.series");
  const format = useFormatter();
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {LINES.map(({ name, stroke, dash, width }) => (
        <li key={name} className="flex items-center gap-2">
          <svg aria-hidden="true" viewBox="0 0 28 8" className="h-2 w-7 shrink-0">
            <path d="M0 4H28" strokeWidth={width} strokeDasharray={dash} className={stroke} />
          </svg>
          {t(name)} <span className="font-semibold">{format.number(last[name])}</span>
        </li>
      ))}
    </ul>
  );
}

function PointTable({ series }: { series: readonly PosturePoint[] }) {
  const t = useTranslations("overview.chart");
  const format = useFormatter();
  return (
    <TableFrame label={t("header")} className="max-h-72 max-w-2xl">
      <Table>
        <TableHead>
          <tr>
            <HeaderCell>{t("at")}</HeaderCell>
            {LINES.map(({ name }) => (
              <HeaderCell key={name} align="end">
                {t(`series.${name}`)}
              </HeaderCell>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {series.toReversed().map((point) => (
            <TableRow key={point.at}>
              <RowHeaderCell className="font-normal whitespace-nowrap">{minuteOf(point.at)}</RowHeaderCell>
              {LINES.map(({ name }) => (
                <Cell key={name} align="end">
                  {format.number(point[name])}
                </Cell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableFrame>
  );
}
