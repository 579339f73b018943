import { useTranslations } from "next-intl";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { paths } from "#lib/paths.ts";

/** What people did here, and what scans saw change: the two lists of the activity. */
export function ActivityTabs() {
  const t = useTranslations("history.tabs");
  const tabs = [
    { href: paths.activity(), label: t("audit") },
    { href: paths.changes(), label: t("changes") },
  ];
  return <LinkTabs label={t("label")} tabs={tabs} />;
}
