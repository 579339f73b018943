"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { failureOf } from "#lib/queries/granted.ts";
import { AwsWords } from "./aws-words.tsx";

/** Why an action of ours was not done: what happened, what was not changed, what to do next, and AWS's words. */
export function FailureAlert({ error, action }: { error: Error | null; action?: ReactNode }) {
  const t = useTranslations("errors");
  const words = useTranslations("rollouts");
  if (error === null) return null;
  const { code, detail, aws } = failureOf(error);
  return (
    <Alert kind="error" live header={t(`${code}.title`)} action={action}>
      <p>
        {t(`${code}.unchanged`)} {t(`${code}.next`)}
      </p>
      {aws === null ? null : <AwsWords failure={aws} />}
      {detail === null ? null : (
        <p className="text-sm text-muted">
          {words("detail")}: {detail}
        </p>
      )}
    </Alert>
  );
}
