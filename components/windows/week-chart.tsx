"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import { useClock } from "#components/ui/time.tsx";
import type { WindowsAnswer } from "#lib/queries/windows.ts";
import type { WindowOutlook } from "#lib/rollouts/window.ts";
import { midnightsBetween } from "./midnights.ts";
import { StretchTable } from "./stretch-table.tsx";

const WEEK = 7 * 86_400_000;
const WIDTH = 1_000;
const HEIGHT = 20;

type Span = { from: number; midnights: readonly number[] };

const placeOf = (at: number, { from }: Span): number => ((at - from) / WEEK) * WIDTH;

function Track({ outlook, span }: { outlook: WindowOutlook; span: Span }) {
  const t = useTranslations("windows");
  const { window, stretches } = outlook;
  const summary = t("week.summary", {
    name: window.name,
    kind: t(`kind.${window.kind}`),
    count: stretches.length,
  });
  return (
    <svg
      role="img"
      aria-label={summary}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-5 w-full rounded-control bg-sunken"
    >
      {stretches.map(({ from, to }) => (
        <rect
          key={from}
          x={placeOf(Date.parse(from), span)}
          y={3}
          // What lasts minutes is still seen.
          width={Math.max(4, placeOf(Date.parse(to), span) - placeOf(Date.parse(from), span))}
          height={HEIGHT - 6}
          className={window.kind === "allow" ? "fill-success" : "fill-error"}
        />
      ))}
      {span.midnights.map((at) => (
        <line
          key={at}
          x1={placeOf(at, span)}
          x2={placeOf(at, span)}
          y1={0}
          y2={HEIGHT}
          vectorEffect="non-scaling-stroke"
          className="stroke-line-strong"
        />
      ))}
    </svg>
  );
}

/** The days of the week above the tracks, each beginning at its line. */
function Days({ span, timeZone }: { span: Span; timeZone: string }) {
  const locale = useLocale();
  const day = new Intl.DateTimeFormat(locale, { timeZone, weekday: "short", day: "numeric" });
  const narrow = new Intl.DateTimeFormat(locale, { timeZone, weekday: "narrow" });
  return (
    <div aria-hidden="true" className="relative h-5 overflow-hidden text-xs text-muted">
      {span.midnights.map((at) => (
        <span key={at} className="absolute pl-1 whitespace-nowrap" style={{ left: `${placeOf(at, span) / 10}%` }}>
          <span className="hidden sm:inline">{day.format(at)}</span>
          <span className="sm:hidden">{narrow.format(at)}</span>
        </span>
      ))}
    </div>
  );
}

/** The coming week of all windows as bars, in the viewer's zone or in UTC, with the same as a table. */
export function WeekChart({ answer }: { answer: WindowsAnswer }) {
  const t = useTranslations("windows");
  const { timeZone: own } = useClock();
  const [zone, setZone] = useState<"own" | "utc">("own");
  const timeZone = zone === "own" ? own : "UTC";
  const from = Date.parse(answer.at);
  const span = { from, midnights: midnightsBetween(from, from + WEEK, timeZone) };
  return (
    <Panel
      header={t("week.title")}
      description={t("week.description")}
      actions={
        <Select
          label={t("week.zone")}
          labelHidden
          value={zone}
          onValueChange={setZone}
          options={[
            { value: "own", label: t("week.yours", { zone: own }) },
            { value: "utc", label: "UTC" },
          ]}
        />
      }
    >
      <figure className="space-y-3">
        <Days span={span} timeZone={timeZone} />
        {answer.outlooks.map((outlook) => (
          <div key={outlook.window.id}>
            <p className="mb-0.5 flex flex-wrap items-center gap-x-2 text-sm">
              <span className="min-w-0 font-medium break-words">{outlook.window.name}</span>
              <Badge tone={outlook.window.kind === "allow" ? "success" : "error"}>
                {t(`kind.${outlook.window.kind}`)}
              </Badge>
            </p>
            <Track outlook={outlook} span={span} />
          </div>
        ))}
        <figcaption className="text-sm text-muted">{t("week.legend")}</figcaption>
      </figure>
      <Disclosure summary={t("week.table")} className="mt-3">
        <StretchTable outlooks={answer.outlooks} timeZone={timeZone} />
      </Disclosure>
    </Panel>
  );
}
