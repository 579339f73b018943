"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ChoiceLinks } from "#components/ui/choice-links.tsx";
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
import { LISTED } from "#lib/rollouts/rollout.ts";
import type { ListedStatus, RolloutPage, RolloutSummary } from "#lib/rollouts/rollout.ts";
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

/** The statuses there are rollouts of, each with how many. */
function StatusChoice({ status, byStatus }: { status: ListedStatus | null; byStatus: RolloutPage["byStatus"] }) {
  const t = useTranslations("progress.list");
  const all = useTranslations("rollouts.running");
  const total = LISTED.reduce((sum, one) => sum + (byStatus[one] ?? 0), 0);
  const choices = [
    { key: "all", href: paths.rollouts(), isHere: status === null, label: `${all("all")} (${total})` },
    ...LISTED.filter((one) => one === status || (byStatus[one] ?? 0) > 0).map((one) => ({
      key: one,
      href: paths.rollouts(one),
      isHere: one === status,
      label: `${t(`statuses.${one}`)} (${byStatus[one] ?? 0})`,
    })),
  ];
  return <ChoiceLinks label={t("filter")} choices={choices} />;
}

/** Why there is nothing to list: there is no rollout at all, or none of that status. */
function NoRollouts({ status }: { status: ListedStatus | null }) {
  const t = useTranslations("rollouts");
  const list = useTranslations("progress.list");
  return status === null ? (
    <EmptyState header={t("empty")} action={<ButtonLink href={paths.environments()}>{t("toEnvironments")}</ButtonLink>}>
      {t("emptyHint")}
    </EmptyState>
  ) : (
    <EmptyState header={list("none")} action={<ButtonLink href={paths.rollouts()}>{list("showAll")}</ButtonLink>}>
      {list("noneHint")}
    </EmptyState>
  );
}

/** All rollouts, newest first, or those of one status: what, how far, who and when. */
export function RolloutList({ access, status }: { access: Access; status: ListedStatus | null }) {
  const t = useTranslations("rollouts");
  const list = useTranslations("progress.list");
  const wizard = useTranslations("wizard");
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    rolloutsQuery(status),
  );
  // While pages move one may be on two of them.
  const listed = data?.pages.flatMap(({ value }) => value.rollouts) ?? [];
  const rollouts = [...new Map(listed.map((rollout) => [rollout.id, rollout])).values()];
  const byStatus = data?.pages[0]?.value.byStatus;
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
      />
      <FailureAlert error={error} action={<Button onClick={() => void refetch()}>{t("tryAgain")}</Button>} />
      {byStatus === undefined ? null : <StatusChoice status={status} byStatus={byStatus} />}
      <Panel padded={false}>
        <TableFrame label={t("title")} aria-busy={isPending}>
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
              {data !== undefined && rollouts.length === 0 ? (
                <TableMessage columns={COLUMNS.length}>
                  <NoRollouts status={status} />
                </TableMessage>
              ) : null}
              {rollouts.map((rollout) => (
                <RolloutRow key={rollout.id} rollout={rollout} />
              ))}
            </TableBody>
          </Table>
        </TableFrame>
        {hasNextPage ? (
          <div className="border-t border-line px-4 py-2 text-center">
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {list("more")}
            </Button>
          </div>
        ) : null}
      </Panel>
    </>
  );
}
