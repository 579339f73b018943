"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
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
import { Time } from "#components/ui/time.tsx";
import { timelineQuery } from "#lib/queries/rollout-progress.ts";
import type { Happening } from "#lib/rollouts/happenings.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { PauseReason } from "#lib/rollouts/rollout.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { useWaveName } from "./use-wave-name.ts";

function PauseDetail({ pause }: { pause: PauseReason }) {
  const t = useTranslations("progress.timeline.pause");
  switch (pause.kind) {
    case "person":
      return null;
    case "halt":
      return t("halt");
    case "tolerance": {
      const { breach, failed } = pause;
      return t("tolerance", {
        failures: breach.failures,
        tolerated: breach.tolerated,
        names: failed.join(", "),
      });
    }
    case "inconclusive":
      return t("inconclusive", { count: pause.count, names: pause.names.join(", ") });
  }
}

/** What happened, in words: the line, and what is to be said beside it. */
function useHappeningWords(waves: RolloutProgress["waves"]): (happening: Happening) => [string, ReactNode] {
  const t = useTranslations("progress.timeline");
  const nameOf = useWaveName();
  const waveOf = (number: number): string => {
    const wave = waves.find((one) => one.number === number);
    return wave === undefined ? String(number + 1) : nameOf(wave);
  };
  return (happening) => {
    const { kind } = happening;
    switch (kind) {
      case "planned":
      case "scheduled":
      case "unscheduled":
      case "started":
      case "resumed":
      case "finished":
      case "stopped":
        return [t(`kinds.${kind}`), null];
      case "wave-opened":
        return [t(`kinds.${kind}`, { wave: waveOf(happening.wave) }), null];
      case "wave-passed":
        return [t(`kinds.${kind}`, { wave: waveOf(happening.wave) }), happening.by === null ? null : t("bakeEnded")];
      case "bake-began":
        return [t(`kinds.${kind}`, { wave: waveOf(happening.wave), minutes: happening.minutes }), null];
      case "paused":
        return [t(`kinds.${kind}`), <PauseDetail key="pause" pause={happening.pause} />];
      case "stop-requested":
        return [t(`kinds.${kind}`, { abort: happening.abort ? "yes" : "no" }), null];
      case "target-skipped":
        return [t(`kinds.${kind}`, { name: happening.name }), null];
    }
  };
}

/** What happened to a rollout as a whole, newest last. */
export function TimelinePanel({ rollout }: { rollout: RolloutProgress }) {
  const t = useTranslations("progress.timeline");
  const rollouts = useTranslations("rollouts");
  const words = useHappeningWords(rollout.waves);
  const { data, error, refetch } = useQuery(timelineQuery(rollout));
  return (
    <Panel header={t("title")} {...(data === undefined ? {} : { counter: `(${data.length})` })} padded={false}>
      <FailureAlert error={error} action={<Button onClick={() => void refetch()}>{rollouts("tryAgain")}</Button>} />
      {data === undefined ? null : (
        <TableFrame label={t("title")} className="max-h-96">
          <Table>
            <TableHead>
              <tr>
                <HeaderCell className="w-28 sm:w-56">{t("at")}</HeaderCell>
                <HeaderCell>{t("what")}</HeaderCell>
                <HeaderCell className="hidden sm:table-cell">{t("who")}</HeaderCell>
              </tr>
            </TableHead>
            <TableBody>
              {data.map((happening, place) => {
                const [what, detail] = words(happening);
                const { at, kind, by } = happening;
                // The engine signs with its own name where no person acted.
                const who = by === null || by === "imds-fleet" ? t("engine") : by;
                return (
                  // Two lines of one moment and kind are told apart by their place, and none is ever taken away.
                  // oxlint-disable-next-line react/no-array-index-key -- see above
                  <TableRow key={`${at} ${kind} ${place}`}>
                    <RowHeaderCell className="py-1.5 align-top text-sm font-normal text-muted whitespace-normal">
                      <Time value={at} mode="absolute" />
                    </RowHeaderCell>
                    <Cell className="py-1.5">
                      {what}
                      {detail === null ? null : <span className="block text-sm text-muted">{detail}</span>}
                      <span className="block text-sm text-muted sm:hidden">{who}</span>
                    </Cell>
                    <Cell className="hidden py-1.5 align-top sm:table-cell">{who}</Cell>
                  </TableRow>
                );
              })}
            </TableBody>
          </Table>
        </TableFrame>
      )}
    </Panel>
  );
}
