"use client";
import { useTranslations } from "next-intl";
import type { Words } from "#components/environments/words.ts";
import { Badge } from "#components/ui/badge.tsx";
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
      </RowHeaderCell>
      <Cell className={`${top} min-w-32`}>
        <StatusIndicator kind={MARKS[status]}>{t(`status.${status}`)}</StatusIndicator>
        {end === null ? null : (
          <p className="text-sm text-muted">
            {t.rich("endedBy", { who: end.by, when: () => <Time value={end.at} /> })}
          </p>
        )}
      </Cell>
      <Cell className={`${top} whitespace-nowrap`}>
        <Time value={until} />
        <span className="block text-sm text-muted">
          <Time value={until} mode="absolute" />
        </span>
      </Cell>
      <Cell className={`${top} min-w-64`}>
        <p className="font-medium">{owner}</p>
        <p className="max-w-[60ch] text-sm break-words whitespace-pre-line">{reason}</p>
      </Cell>
      <Cell className={`${top} whitespace-nowrap`}>
        {held ? t("coverNow", { count: covers }) : <span className="text-muted">{t("notCounted")}</span>}
      </Cell>
      <Cell className={`${top} min-w-36`}>
        {t.rich("madeBy", { who: createdBy, when: () => <Time value={createdAt} /> })}{" "}
        {exception.extends === null ? null : <Badge>{t("extension")}</Badge>}
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
