import { getTranslations } from "next-intl/server";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { paths } from "#lib/paths.ts";

/** What is shown for an address that leads nowhere. */
export default async function NotFound() {
  const t = await getTranslations("shell.notFound");
  return (
    <main>
      <EmptyState
        header={<h1 className="text-xl font-semibold">{t("title")}</h1>}
        action={
          <ButtonLink variant="primary" href={paths.environments()}>
            {t("home")}
          </ButtonLink>
        }
        className="py-16"
      >
        {t("body")}
      </EmptyState>
    </main>
  );
}
