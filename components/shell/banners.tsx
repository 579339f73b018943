import { FlaskConical, Lock } from "lucide-react";
import { useTranslations } from "next-intl";

const banner = "flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b px-4 py-1.5 text-sm sm:px-6";

/** What holds for the whole page: simulated AWS, read-only mode. */
export function Banners({ simulated, readOnly }: { simulated: boolean; readOnly: boolean }) {
  const t = useTranslations("shell");
  return (
    <>
      {simulated ? (
        <aside aria-label={t("simulated.header")} className={`${banner} border-info/30 bg-info-soft`}>
          <FlaskConical aria-hidden="true" className="size-4 shrink-0 text-info" />
          <strong className="font-semibold">{t("simulated.header")}</strong>
          <span>{t("simulated.body")}</span>
        </aside>
      ) : null}
      {readOnly ? (
        <aside aria-label={t("readOnly.header")} className={`${banner} border-warning/30 bg-warning-soft`}>
          <Lock aria-hidden="true" className="size-4 shrink-0 text-warning" />
          <strong className="font-semibold">{t("readOnly.header")}</strong>
          <span>{t("readOnly.body")}</span>
        </aside>
      ) : null}
    </>
  );
}
