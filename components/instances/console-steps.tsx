"use client";
import { useTranslations } from "next-intl";
import { ExternalTextLink } from "#components/ui/text-link.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { AboutSection } from "./about-section.tsx";
import { consoleAddress } from "./doc-links.ts";

const STEPS = ["region", "environment", "configuration", "category", "option", "apply"] as const;

/** The same by hand in AWS's console. */
export function ConsoleSteps({ environment }: { environment: EnvironmentDetail }) {
  const t = useTranslations("instances");
  const values = { region: environment.region, name: environment.name };
  return (
    <AboutSection title={t("console.title")} summary={t("console.summary")}>
      <ol className="max-w-[75ch] list-decimal space-y-1 pl-5">
        {STEPS.map((step) => (
          <li key={step}>{t(`console.steps.${step}`, values)}</li>
        ))}
      </ol>
      <p className="mt-3">
        <ExternalTextLink href={consoleAddress(environment.region, environment.environmentId)} hint={t("links.newTab")}>
          {t("console.open")}
        </ExternalTextLink>
      </p>
    </AboutSection>
  );
}
