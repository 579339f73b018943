"use client";
import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
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
import type { WindowsAnswer } from "#lib/queries/windows.ts";
import type { ChangeWindow, WindowOutlook } from "#lib/rollouts/window.ts";
import { useWindowWords } from "./use-window-words.ts";

const top = "align-top py-2";

function NowMark({ outlook: { window, isInForce } }: { outlook: WindowOutlook }) {
  const t = useTranslations("windows.now");
  if (!isInForce) return <StatusIndicator kind="not-started">{t("idle")}</StatusIndicator>;
  return <StatusIndicator kind={window.kind === "allow" ? "success" : "stopped"}>{t(window.kind)}</StatusIndicator>;
}

/** The windows that hold, each with what it says, what it does now, and when that changes. */
export function WindowTable({
  answer,
  mayEdit,
  onEdit,
  onEnd,
}: {
  answer: WindowsAnswer;
  mayEdit: boolean;
  onEdit: (window: ChangeWindow) => void;
  onEnd: (window: ChangeWindow) => void;
}) {
  const t = useTranslations("windows");
  const words = useWindowWords();
  const labels = new Map(answer.choices.accounts.map(({ id, label }) => [id, label]));
  return (
    <TableFrame label={t("title")}>
      <Table>
        <TableHead>
          <tr>
            {(["window", "scope", "when", "now", "next"] as const).map((column) => (
              <HeaderCell key={column}>{t(`columns.${column}`)}</HeaderCell>
            ))}
            {mayEdit ? <HeaderCell align="end">{t("columns.actions")}</HeaderCell> : null}
          </tr>
        </TableHead>
        <TableBody>
          {answer.outlooks.map((outlook) => {
            const { window, isInForce, changesAt } = outlook;
            return (
              <TableRow key={window.id}>
                <RowHeaderCell className={`${top} min-w-44`}>
                  <span className="break-words">{window.name}</span>{" "}
                  <Badge tone={window.kind === "allow" ? "success" : "error"}>{t(`kind.${window.kind}`)}</Badge>
                </RowHeaderCell>
                <Cell className={`${top} min-w-44`}>
                  {words.scope(window, labels).map((line) => (
                    <span key={line} className="block">
                      {line}
                    </span>
                  ))}
                </Cell>
                <Cell className={`${top} min-w-52`}>
                  {words.when(window)}
                  <span className="block text-sm text-muted">{window.zone}</span>
                </Cell>
                <Cell className={top}>
                  <NowMark outlook={outlook} />
                </Cell>
                <Cell className={`${top} whitespace-nowrap`}>
                  {changesAt === null
                    ? t("never")
                    : t.rich(isInForce ? "ends" : "begins", { when: () => <Time value={changesAt} /> })}
                </Cell>
                {mayEdit ? (
                  <Cell align="end" className={`${top} whitespace-nowrap`}>
                    <Button
                      variant="link"
                      size="small"
                      aria-label={t("editNamed", { name: window.name })}
                      onClick={() => onEdit(window)}
                    >
                      {t("edit")}
                    </Button>
                    <Button
                      variant="link"
                      size="small"
                      aria-label={t("endNamed", { name: window.name })}
                      onClick={() => onEnd(window)}
                    >
                      {t("end")}
                    </Button>
                  </Cell>
                ) : null}
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </TableFrame>
  );
}
