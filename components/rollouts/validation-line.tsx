"use client";
import { useTranslations } from "next-intl";
import { InlineCode } from "#components/ui/code-block.tsx";
import { deniedAction, isDenied } from "#lib/rollouts/denied-action.ts";
import type { Target } from "#lib/rollouts/target.ts";
import { isUnvalidated } from "#lib/rollouts/validation.ts";
import { AwsLines } from "./aws-words.tsx";

/** What AWS said when it was asked whether it would take a target's setting; nothing where there was nothing to ask. */
export function ValidationLine({ target }: { target: Pick<Target, "change" | "state" | "validation"> }) {
  const t = useTranslations("validation");
  const { validation } = target;
  switch (validation?.kind) {
    case undefined:
      return isUnvalidated(target) ? <p className="text-sm text-muted">{t("notAsked")}</p> : null;
    case "ok":
      return <p className="text-sm text-muted">{t("answer.ok")}</p>;
    case "messages":
      return (
        <div className="text-sm">
          <p className="font-medium text-warning">{t("answer.messages")}</p>
          <AwsLines words={validation.messages.map(({ message }) => message)} />
        </div>
      );
    case "unanswered": {
      const { failure } = validation;
      return (
        <div className="text-sm">
          <p className="text-muted">{t("answer.unanswered", { code: failure.code })}</p>
          {isDenied(failure) ? (
            <p>
              {t("permission")} <InlineCode>{deniedAction(failure.message, failure.operation)}</InlineCode>
            </p>
          ) : (
            <AwsLines words={[failure.message]} />
          )}
        </div>
      );
    }
  }
}
