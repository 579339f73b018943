"use client";
import { useTranslations } from "next-intl";
import type { Words } from "#components/environments/words.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { HeaderCell, Table, TableBody, TableFrame, TableHead, TableMessage } from "#components/ui/table.tsx";
import type { ExceptionView } from "#lib/queries/exceptions.ts";
import { ExceptionRow } from "./exception-row.tsx";

const COLUMNS = ["scope", "status", "reason"] as const;

type ExceptionsTableProps = {
  /** `undefined`: not read yet. */
  all: readonly ExceptionView[] | undefined;
  rows: readonly ExceptionView[];
  words: Words;
  isFailed: boolean;
  isAllowed: boolean;
  onAccept: () => void;
  onExtend: (exception: ExceptionView) => void;
  onEnd: (exception: ExceptionView) => void;
  onShowAll: () => void;
};

/** The exceptions that are shown, or why there is none. */
export function ExceptionsTable(props: ExceptionsTableProps) {
  const { all, rows, words, isFailed, isAllowed, onAccept, onExtend, onEnd, onShowAll } = props;
  const t = useTranslations("exceptions");
  const columns = COLUMNS.length + (isAllowed ? 1 : 0);
  const extended = new Set(all?.map((each) => each.extends));
  return (
    <TableFrame label={t("title")} className="rounded-panel">
      <Table>
        <TableHead>
          <tr>
            {COLUMNS.map((column) => (
              <HeaderCell key={column}>{t(`columns.${column}`)}</HeaderCell>
            ))}
            {isAllowed ? <HeaderCell>{t("columns.actions")}</HeaderCell> : null}
          </tr>
        </TableHead>
        <TableBody>
          {all === undefined && !isFailed ? <SkeletonRows rows={4} columns={columns} /> : null}
          {all?.length === 0 ? (
            <TableMessage columns={columns}>
              <EmptyState
                header={t("empty")}
                action={isAllowed ? <Button onClick={onAccept}>{t("accept")}</Button> : null}
              >
                {t("emptyHint")}
              </EmptyState>
            </TableMessage>
          ) : null}
          {all !== undefined && all.length > 0 && rows.length === 0 ? (
            <TableMessage columns={columns}>
              <EmptyState header={t("noMatch")} action={<Button onClick={onShowAll}>{t("clear")}</Button>}>
                {t("noMatchHint", { total: all.length })}
              </EmptyState>
            </TableMessage>
          ) : null}
          {rows.map((exception) => (
            <ExceptionRow
              key={exception.id}
              exception={exception}
              words={words}
              isAllowed={isAllowed}
              isExtended={extended.has(exception.id)}
              onExtend={() => onExtend(exception)}
              onEnd={() => onEnd(exception)}
            />
          ))}
        </TableBody>
      </Table>
    </TableFrame>
  );
}
