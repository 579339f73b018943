"use client";
import { useLocale, useTranslations } from "next-intl";
import { docLinks } from "#components/instances/doc-links.ts";
import { ExternalTextLink } from "#components/ui/text-link.tsx";
import type { NextStep } from "#lib/imds/readiness.ts";

const PACKET_ANALYZER = "https://github.com/aws/aws-imds-packet-analyzer";

function Step({ step }: { step: NextStep }) {
  const t = useTranslations("readiness");
  const links = docLinks(useLocale());
  switch (step) {
    case "find-caller":
      return t.rich("next.find-caller", {
        link: (words) => (
          <ExternalTextLink href={PACKET_ANALYZER} hint={t("newTab")}>
            {words}
          </ExternalTextLink>
        ),
      });
    case "update-sdk":
      return (
        <>
          {t("next.update-sdk")}{" "}
          <ExternalTextLink href={links.sdk} hint={t("newTab")}>
            {t("sdk")}
          </ExternalTextLink>
        </>
      );
    case "check-hop-limit":
    case "grant-change":
    case "grant-settings":
    case "grant-metrics":
    case "update-platform":
    case "finish-draft":
    case "lift-enforcement":
    case "replace-instances":
    case "run-instances":
    case "set-explicitly":
    case "watch-longer":
    case "wait":
    case "let-window-pass":
    case "switch":
    case "refresh":
      return t(`next.${step}`);
  }
}

/** What to do next about a verdict; nothing where there is nothing to do. */
export function NextSteps({ steps }: { steps: readonly NextStep[] }) {
  const t = useTranslations("readiness.next");
  if (steps.length === 0) return null;
  return (
    <section className="max-w-[75ch]">
      <h3 className="text-sm font-semibold text-muted">{t("title")}</h3>
      <ul className="list-disc space-y-1 pl-5">
        {steps.map((step) => (
          <li key={step}>
            <Step step={step} />
          </li>
        ))}
      </ul>
    </section>
  );
}
