"use client";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Panel } from "#components/ui/panel.tsx";
import { ExternalTextLink } from "#components/ui/text-link.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { AboutSection } from "./about-section.tsx";
import { AsCode } from "./as-code.tsx";
import { ConsoleSteps } from "./console-steps.tsx";
import { DOC_NAMES, docLinks } from "./doc-links.ts";
import { PlatformSupport } from "./platform-support.tsx";
import { TemplateNote } from "./template-note.tsx";

const CONSIDERATIONS = ["sdk", "application", "platform"] as const;

function Paragraphs({ children }: { children: ReactNode }) {
  return <div className="max-w-[75ch] space-y-2">{children}</div>;
}

/** What the AWS guide says of the setting, and what it leaves out: short lines first, each unfolds. */
export function About({ environment }: { environment: EnvironmentDetail }) {
  const t = useTranslations("instances");
  const links = docLinks(useLocale());
  return (
    <Panel padded={false}>
      <div className="divide-y divide-line">
        <AboutSection title={t("about.title")} summary={t("about.summary")}>
          <Paragraphs>
            <p>{t("about.what")}</p>
            <p>{t("about.versions")}</p>
            <p>{t("about.why")}</p>
          </Paragraphs>
        </AboutSection>
        <PlatformSupport environment={environment} />
        <TemplateNote environment={environment} />
        <AboutSection title={t("considerations.title")} summary={t("considerations.summary")}>
          <dl className="max-w-[75ch] space-y-3">
            {CONSIDERATIONS.map((name) => (
              <div key={name}>
                <dt className="font-medium">{t(`considerations.${name}`)}</dt>
                <dd>{t(`considerations.${name}Text`)}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-3 max-w-[75ch]">{t("considerations.evidence")}</p>
          <p className="mt-3 max-w-[75ch] text-sm text-muted">{t("considerations.containers")}</p>
        </AboutSection>
        <AsCode environment={environment} />
        <ConsoleSteps environment={environment} />
        <AboutSection title={t("links.title")} summary="">
          <ul className="space-y-1">
            {DOC_NAMES.map((name) => (
              <li key={name}>
                <ExternalTextLink href={links[name]} hint={t("links.newTab")}>
                  {t(`links.${name}`)}
                </ExternalTextLink>
              </li>
            ))}
          </ul>
        </AboutSection>
      </div>
    </Panel>
  );
}
