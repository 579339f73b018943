"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { TargetStatusMark } from "#components/rollouts/status.tsx";
import { useRolloutWords } from "#components/rollouts/use-rollout-words.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Cell, HeaderCell, Table, TableBody, TableFrame, TableHead, TableRow } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { environmentHistoryQuery } from "#lib/queries/history.ts";
import type { OwnChange } from "#lib/rollouts/rollout.ts";
import { CauseWords, ChangeWords } from "./change-words.tsx";
import { mergeHistory } from "./merge.ts";

const top = "align-top py-2";

/** Everything known to have happened to one environment's setting, whoever did it. */
export function EnvironmentHistoryPanel({ environmentKey }: { environmentKey: EnvironmentKey }) {
  const t = useTranslations("history");
  const { data, error } = useQuery(environmentHistoryQuery(environmentKey));
  const entries = data === undefined ? [] : mergeHistory(data);
  return (
    <Panel header={t("environment.header")} description={t("environment.description")} padded={entries.length === 0}>
      {data === undefined ? (
        error === null ? (
          <Skeleton className="h-24" />
        ) : (
          <FailureAlert error={error} />
        )
      ) : entries.length === 0 ? (
        <EmptyState header={t("environment.empty")}>{t("environment.emptyHint")}</EmptyState>
      ) : (
        <TableFrame label={t("title")} className="max-h-128">
          <Table>
            <TableHead>
              <tr>
                <HeaderCell>{t("columns.seen")}</HeaderCell>
                <HeaderCell>{t("columns.change")}</HeaderCell>
                <HeaderCell>{t("columns.cause")}</HeaderCell>
              </tr>
            </TableHead>
            <TableBody>
              {entries.map((entry) => (
                <TableRow key={entry.kind === "seen" ? entry.change.id : entry.own.rolloutId}>
                  <Cell className={`${top} whitespace-nowrap`}>
                    <Time value={entry.at} />
                  </Cell>
                  <Cell className={`${top} min-w-72`}>
                    {entry.kind === "seen" ? <ChangeWords change={entry.change} /> : <Own own={entry.own} />}
                  </Cell>
                  <Cell className={`${top} min-w-36`}>
                    <CauseWords
                      cause={entry.kind === "seen" ? entry.change.cause : { ...entry.own, kind: "rollout" }}
                    />
                  </Cell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </TableFrame>
      )}
    </Panel>
  );
}

function Own({ own }: { own: OwnChange }) {
  const words = useRolloutWords();
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <span className="font-medium">{words.change(own.change)}</span>
      <TargetStatusMark status={own.status} />
    </div>
  );
}
