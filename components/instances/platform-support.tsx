"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { AboutSection } from "./about-section.tsx";
import { defaultOf } from "./panel-state.ts";

/** Which platforms support what, and what this one does when nothing is set. */
export function PlatformSupport({ environment }: { environment: EnvironmentDetail }) {
  const t = useTranslations("instances");
  const known = defaultOf(environment);
  const bold = (chunks: React.ReactNode) => <strong className="font-semibold">{chunks}</strong>;
  const summary =
    known.kind === "known"
      ? t("support.summary.known", { default: t(`methods.${known.methods}`) })
      : t(`support.summary.${known.kind}`);
  return (
    <AboutSection
      title={t("support.title")}
      summary={summary}
      open={known.kind === "unsupported" || known.kind === "not-applicable"}
    >
      <div className="max-w-[75ch] space-y-2">
        {known.kind === "known" ? (
          <p>
            {t.rich("support.here", {
              platform: environment.platform,
              default: t(`methods.${known.methods}`),
              b: bold,
            })}
          </p>
        ) : null}
        {known.kind === "unsupported" ? (
          <Alert kind="warning">{t("support.unsupported", { platform: environment.platform })}</Alert>
        ) : null}
        {known.kind === "not-applicable" ? <Alert kind="info">{t("support.notApplicable")}</Alert> : null}
        <p>{t("support.versions")}</p>
        <p>{t("support.defaults")}</p>
      </div>
    </AboutSection>
  );
}
