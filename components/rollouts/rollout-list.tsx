"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
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
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { paths } from "#lib/paths.ts";
import { rolloutsQuery } from "#lib/queries/rollouts.ts";
import type { RolloutSummary } from "#lib/rollouts/rollout.ts";
import { denialOf } from "./access.ts";
import type { Access } from "./access.ts";
import { CountsBar } from "./counts-bar.tsx";
import { FailureAlert } from "./failure-alert.tsx";
import { HaltButton } from "./halt-button.tsx";
import { RolloutStatusMark } from "./status.tsx";
import { useRolloutWords } from "./use-rollout-words.ts";

const COLUMNS = ["change", "status", "progress", "who", "when"] as const;

function RolloutRow({ rollout }: { rollout: RolloutSummary }) {
  const t = useTranslations("rollouts");
  const words = useRolloutWords();
  const name = words.change(rollout.change);
  return (
    <TableRow>
      <RowHeaderCell className="py-2">
        <TextLink href={paths.rollout(rollout.id)}>{name}</TextLink>
        <span className="block text-sm font-normal text-muted">{t(`kind.${rollout.kind}`)}</span>
      </RowHeaderCell>
      <Cell>
        <RolloutStatusMark rollout={rollout} />
        {rollout.status === "scheduled" && rollout.startAt !== null ? (
          <span className="block text-sm text-muted">
            <Time value={rollout.startAt} />
          </span>
        ) : null}
      </Cell>
      <Cell className="min-w-56 py-2">
        <CountsBar counts={rollout.counts} label={t("columns.progress")} />
      </Cell>
      <Cell>{rollout.startedBy ?? rollout.createdBy}</Cell>
      <Cell className="whitespace-nowrap">
        <Time value={rollout.startedAt ?? rollout.createdAt} />
      </Cell>
    </TableRow>
  );
}

/** All rollouts, newest first: what, how far, who and when. */
export function RolloutList({ access }: { access: Access }) {
  const t = useTranslations("rollouts");
  const wizard = useTranslations("wizard");
  const { data, error, isPending } = useQuery(rolloutsQuery());
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          <>
            <HaltButton role={access.role} />
            {denialOf(access, "author", "change") === null ? (
              <ButtonLink variant="primary" href={paths.newRollout()}>
                {wizard("create")}
              </ButtonLink>
            ) : null}
          </>
        }
        {...(data === undefined ? {} : { counter: `(${data.length})` })}
      />
      <FailureAlert error={error} />
      <Panel padded={false}>
        <TableFrame label={t("title")}>
          <Table>
            <TableHead>
              <tr>
                {COLUMNS.map((column) => (
                  <HeaderCell key={column}>{t(`columns.${column}`)}</HeaderCell>
                ))}
              </tr>
            </TableHead>
            <TableBody>
              {isPending ? <SkeletonRows rows={5} columns={COLUMNS.length} /> : null}
              {data?.length === 0 ? (
                <TableMessage columns={COLUMNS.length}>
                  <EmptyState
                    header={t("empty")}
                    action={<ButtonLink href={paths.environments()}>{t("toEnvironments")}</ButtonLink>}
                  >
                    {t("emptyHint")}
                  </EmptyState>
                </TableMessage>
              ) : null}
              {data?.map((rollout) => (
                <RolloutRow key={rollout.id} rollout={rollout} />
              ))}
            </TableBody>
          </Table>
        </TableFrame>
      </Panel>
    </>
  );
}
