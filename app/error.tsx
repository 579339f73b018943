"use client";
import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { paths } from "#lib/paths.ts";

/** What is shown when a page fails: no detail but a reference, for the detail may hold names that are not for everybody. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shell.error");
  return (
    <EmptyState
      header={<h1 className="text-xl font-semibold">{t("title")}</h1>}
      action={
        <>
          <Button variant="primary" onClick={reset}>
            {t("retry")}
          </Button>
          <ButtonLink href={paths.environments()}>{t("home")}</ButtonLink>
        </>
      }
      className="py-16"
    >
      <p>{t("body")}</p>
      {error.digest === undefined ? null : (
        <p className="mt-2 font-mono text-sm">{t("reference", { digest: error.digest })}</p>
      )}
    </EmptyState>
  );
}
