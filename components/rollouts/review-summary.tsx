"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { KeyValue } from "#components/ui/key-value.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { PlanSummary } from "./plan-summary.ts";

/** What a draft will do, in numbers, before any table. */
export function ReviewSummary({ summary }: { summary: PlanSummary }) {
  const t = useTranslations("rollouts.review");
  const { byReplacement } = summary;
  const number = (key: string, label: string, value: number, alarming = false) => ({
    key,
    label,
    value: (
      <span className={alarming && value > 0 ? "text-xl font-semibold text-error" : "text-xl font-semibold"}>
        {value}
      </span>
    ),
  });
  return (
    <Panel
      header={
        <>
          {t("headline", { count: summary.changing })}{" "}
          {summary.changing === 0 ? null : t("spread", { accounts: summary.accounts, regions: summary.regions })}
        </>
      }
    >
      <div className="space-y-4">
        <KeyValue
          columns="numbers"
          items={[
            number("instances", t("instances"), summary.instances),
            number("immutable", t("immutable"), byReplacement.immutable),
            number("rolling", t("rolling"), byReplacement.rolling),
            number("all", t("allAtOnce"), byReplacement["all-at-once"]),
            number("downtime", t("downtime"), summary.downtime, true),
            number("template", t("launchTemplate"), summary.launchTemplate),
            number("in-use", t("inUse"), summary.inUse, true),
            number("no-evidence", t("noEvidence"), summary.noEvidence),
            number("managed-window", t("managedWindow"), summary.managedWindow),
            number("skipped", t("skipped"), summary.skipped),
            number("blocked", t("blocked"), summary.blocked),
          ]}
        />
        <Alert kind="info">
          <p>{t("masks")}</p>
        </Alert>
      </div>
    </Panel>
  );
}
