"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ExceptionDetail } from "#lib/imds/exception.ts";
import { paths } from "#lib/paths.ts";

/** The accepted risk that covers an environment: until when, who, why, and where to extend or end it. */
export function ExceptionNote({ exception }: { exception: ExceptionDetail | null }) {
  const t = useTranslations("exceptions");
  if (exception === null) return null;
  const { id, until, owner, reason, scope } = exception;
  return (
    <Alert
      kind="info"
      header={t.rich("note.header", { when: () => <Time value={until} mode="absolute" /> })}
      action={<TextLink href={paths.exceptions(id)}>{t("note.open")}</TextLink>}
    >
      <p>
        {t("note.owner", { owner })} {scope === "filter" ? t("note.filter") : null}
      </p>
      <p className="break-words whitespace-pre-line">{t("note.reason", { reason })}</p>
    </Alert>
  );
}

/** Says to somebody who is about to disable IMDSv1 here that others decided to keep it. */
export function ExceptionWarning({ exception }: { exception: ExceptionDetail | null }) {
  const t = useTranslations("exceptions");
  if (exception === null) return null;
  return (
    <Alert kind="warning" header={t("warning.header")}>
      <p>{t("warning.body", { owner: exception.owner })}</p>
    </Alert>
  );
}
