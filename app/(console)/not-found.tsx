import { getTranslations } from "next-intl/server";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { paths } from "#lib/paths.ts";

/** An environment or a rollout that is not there: said inside the frame. */
export default async function NotFoundHere() {
  const t = await getTranslations("shell.notFound");
  return (
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
  );
}
