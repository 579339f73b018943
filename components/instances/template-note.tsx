"use client";
import { useTranslations } from "next-intl";
import { PermissionList } from "#components/rollouts/permission-list.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { AboutSection } from "./about-section.tsx";

/** The launch template that disabling IMDSv1 takes, and the permissions that takes. */
export function TemplateNote({ environment }: { environment: EnvironmentDetail }) {
  const t = useTranslations("instances.template");
  return (
    <AboutSection title={t("title")} summary={t(`summary.${environment.launchKind ?? "unknown"}`)}>
      <div className="max-w-[85ch] space-y-2">
        <p>{t("text")}</p>
        <p>{t("oneWay")}</p>
        <p>{t("advice")}</p>
        <PermissionList onResource={(resource) => t("resource", { resource })} />
        <p className="text-sm text-muted">{t("tags")}</p>
        <p className="text-sm text-muted">
          {t("wrongNames", { first: "ec2:CreateLaunchTemplateVersions", second: "ec2:DescribeLaunchTemplate" })}
        </p>
      </div>
    </AboutSection>
  );
}
