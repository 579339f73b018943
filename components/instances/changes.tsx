"use client";
import { useTranslations } from "next-intl";
import { EnvironmentHistoryPanel } from "#components/history/environment-history.tsx";
import { Timeline } from "#components/rollouts/event-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import type { Access } from "#components/rollouts/access.ts";
import { LiveChange } from "./live-change.tsx";
import { useEnvironment } from "./use-environment.ts";

/** What was last changed of one environment from here, step by step, with AWS's events; and all that changed, by whomever. */
export function Changes({ environmentKey, access }: { environmentKey: EnvironmentKey; access: Access }) {
  const t = useTranslations("instances.changes");
  const { latest } = useEnvironment(environmentKey);
  if (latest === null) {
    return (
      <>
        <Panel header={t("latest")}>
          <EmptyState header={t("none")}>{t("noneHint")}</EmptyState>
        </Panel>
        <EnvironmentHistoryPanel environmentKey={environmentKey} />
      </>
    );
  }
  return (
    <>
      <LiveChange latest={latest} access={access} />
      <Panel header={t("timeline")}>
        <Timeline entries={latest.target.timeline} />
      </Panel>
      <EnvironmentHistoryPanel environmentKey={environmentKey} />
    </>
  );
}
