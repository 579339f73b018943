"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";

/** The list could not be rendered: what is known of why, and another try. */
export default function EnvironmentsError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("environments");
  return (
    <>
      <PageHeader title={t("title")} />
      <Alert
        kind="error"
        live
        header={t("listError.title")}
        action={<Button onClick={reset}>{t("listError.retry")}</Button>}
      >
        <p>{t("listError.body", { detail: error.digest ?? error.message })}</p>
      </Alert>
    </>
  );
}
