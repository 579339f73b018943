import { getTranslations } from "next-intl/server";
import { ListSkeleton } from "#components/environments/list-skeleton.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";

/** Stands while the first window is read. */
export default async function EnvironmentsLoading() {
  const t = await getTranslations("environments");
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t("title")} description={t("loading")} />
      <ListSkeleton />
    </div>
  );
}
