"use client";
import { useTranslations } from "next-intl";
import { InlineCode } from "#components/ui/code-block.tsx";
import type { AwsFailure } from "#lib/errors.ts";

/** What AWS answered, word for word: code, message, operation, request id. */
export function AwsWords({ failure }: { failure: AwsFailure }) {
  const t = useTranslations("common.aws");
  return (
    <div className="border-l-2 border-error/50 pl-3 text-sm">
      <p>
        <span className="text-muted">{t("said")}</span> <InlineCode>{failure.code}</InlineCode>
      </p>
      <p lang="en" translate="no" className="my-0.5">
        {failure.message}
      </p>
      <p className="text-muted">
        {t("operation")} <InlineCode>{failure.operation}</InlineCode>
        {failure.requestId === null ? null : (
          <>
            {" · "}
            {t("requestId")} <InlineCode>{failure.requestId}</InlineCode>
          </>
        )}
      </p>
      {failure.outcome === "lost" ? <p>{t("lost")}</p> : null}
    </div>
  );
}

/** Lines of AWS's events, word for word. */
export function AwsLines({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <ul lang="en" translate="no" className="space-y-0.5 border-l-2 border-error/50 pl-3 text-sm">
      {words.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
