"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
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
import { useRolloutWindows } from "#components/windows/use-rollout-windows.ts";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { TargetFilter } from "#lib/rollouts/target-filter.ts";
import { laneLines } from "./lane-states.ts";
import type { LaneLine, LaneState } from "./lane-states.ts";

const MARK: Record<LaneState, StatusKind> = {
  unreadable: "error",
  throttled: "warning",
  held: "pending",
  working: "in-progress",
  waiting: "pending",
  done: "success",
};

/** As many as are read at a glance; the rest unfolds. */
const SHOWN = 8;

function LaneMark({ lane }: { lane: LaneLine }) {
  const t = useTranslations("progress.lanes");
  const { opensAt, state, failure } = lane;
  return (
    <>
      <StatusIndicator kind={MARK[state]}>{t(`states.${state}`)}</StatusIndicator>
      {state === "held" ? (
        <span className="block text-sm text-muted">
          {opensAt === null ? t("neverOpens") : t.rich("opens", { when: () => <Time value={opensAt} /> })}
        </span>
      ) : null}
      {failure === null || state === "done" ? null : (
        <span lang="en" translate="no" className="block text-sm text-muted">
          {failure.code}
        </span>
      )}
    </>
  );
}

/** How a rollout fares in each account and region, what needs a look first. Nothing where it has only one. */
export function LanesPanel({
  rollout,
  onFilter,
}: {
  rollout: RolloutProgress;
  onFilter: (change: Partial<TargetFilter>) => void;
}) {
  const t = useTranslations("progress.lanes");
  const [isWhole, setWhole] = useState(false);
  const held = useRolloutWindows(rollout.id)?.held ?? [];
  if (rollout.lanes.length < 2) return null;
  const lines = laneLines(rollout.lanes, held);
  return (
    <Panel header={t("title")} counter={`(${lines.length})`} padded={false}>
      <TableFrame label={t("title")} className="max-h-96">
        <Table>
          <TableHead>
            <tr>
              <HeaderCell>{t("lane")}</HeaderCell>
              <HeaderCell className="hidden sm:table-cell">{t("state")}</HeaderCell>
              <HeaderCell align="end">{t("done")}</HeaderCell>
              <HeaderCell align="end">{t("failed")}</HeaderCell>
            </tr>
          </TableHead>
          <TableBody>
            {lines.slice(0, isWhole ? lines.length : SHOWN).map((lane) => {
              const { accountId, accountLabel, region, done, total, failed } = lane;
              return (
                <TableRow key={`${accountId} ${region}`}>
                  <RowHeaderCell className="py-1.5">
                    <button
                      type="button"
                      title={accountId}
                      onClick={() => onFilter({ lane: { accountId, region }, segment: null })}
                      className="rounded-control text-left text-link hover:underline"
                    >
                      <span className="sr-only">{t("show")}: </span>
                      {accountLabel}
                      <span className="block text-sm font-normal text-muted">{region}</span>
                    </button>
                    <span className="block font-normal sm:hidden">
                      <LaneMark lane={lane} />
                    </span>
                  </RowHeaderCell>
                  <Cell className="hidden py-1.5 sm:table-cell">
                    <LaneMark lane={lane} />
                  </Cell>
                  <Cell align="end" className="whitespace-nowrap">
                    {done} / {total}
                  </Cell>
                  <Cell align="end" className={failed > 0 ? "font-semibold text-error" : "text-muted"}>
                    {failed}
                  </Cell>
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </TableFrame>
      {lines.length > SHOWN ? (
        <div className="border-t border-line px-3 py-1">
          <Button variant="link" size="small" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t("fewer") : t("all", { count: lines.length })}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}
