"use client";
import { useTranslations } from "next-intl";
import type { Words } from "#components/environments/words.ts";
import { Button } from "#components/ui/button.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import type { StatusKind } from "#components/ui/status-indicator.tsx";
import { Cell, RowHeaderCell, TableRow } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ExceptionStatus } from "#lib/imds/exception.ts";
import { isInForce } from "#lib/imds/exception.ts";
import type { ExceptionView } from "#lib/queries/exceptions.ts";
import { ScopeText } from "./scope-text.tsx";

const MARKS: Record<ExceptionStatus, StatusKind> = {
  active: "info",
  expiring: "warning",
  expired: "error",
  extended: "stopped",
  revoked: "stopped",
};

type ExceptionRowProps = {
  exception: ExceptionView;
  words: Words;
  /** Whether the person may extend and end it. */
  isAllowed: boolean;
  /** Another has taken its place. */
  isExtended: boolean;
  onExtend: () => void;
  onEnd: () => void;
};

/** One accepted risk with all that was said of it, and what can be done about it. */
export function ExceptionRow({ exception, words, isAllowed, isExtended, onExtend, onEnd }: ExceptionRowProps) {
  const t = useTranslations("exceptions");
  const { status, scope, until, owner, reason, createdBy, createdAt, end, covers } = exception;
  const held = isInForce(status);
  const name = scope.kind === "environment" ? scope.name : t("aFilter");
  const top = "align-top py-2";
  return (
    <TableRow>
      <RowHeaderCell className={`${top} min-w-56`}>
        <ScopeText scope={scope} words={words} />
        {held ? <p className="text-sm font-normal">{t("coverNow", { count: covers })}</p> : null}
      </RowHeaderCell>
      <Cell className={`${top} min-w-44`}>
        <StatusIndicator kind={MARKS[status]}>{t(`status.${status}`)}</StatusIndicator>
        {end === null ? null : (
          <p className="text-sm">{t.rich("endedBy", { who: end.by, when: () => <Time value={end.at} /> })}</p>
        )}
        <p className="text-sm">{t.rich("expires", { when: () => <Time value={until} /> })}</p>
        <p className="text-sm whitespace-nowrap text-muted">
          <Time value={until} mode="absolute" />
        </p>
      </Cell>
      <Cell className={`${top} min-w-64`}>
        <p className="font-medium">{owner}</p>
        <p className="max-w-[75ch] break-words whitespace-pre-line">{reason}</p>
        <p className="text-sm text-muted">
          {t.rich(exception.extends === null ? "madeBy" : "extendedBy", {
            who: createdBy,
            when: () => <Time value={createdAt} />,
          })}
        </p>
      </Cell>
      {isAllowed ? (
        <Cell className={`${top} whitespace-nowrap`}>
          {held || (status === "expired" && !isExtended) ? (
            <Button size="small" aria-label={t(held ? "extendOf" : "renewOf", { scope: name })} onClick={onExtend}>
              {t(held ? "extend" : "renew")}
            </Button>
          ) : null}
          {held ? (
            <Button size="small" variant="link" aria-label={t("endOf", { scope: name })} onClick={onEnd}>
              {t("end")}
            </Button>
          ) : null}
        </Cell>
      ) : null}
    </TableRow>
  );
}
