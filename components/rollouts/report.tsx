"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Alert } from "#components/ui/alert.tsx";
import type { AlertKind } from "#components/ui/alert.tsx";
import { useAnnounce } from "#components/ui/live-region.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { paths } from "#lib/paths.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { CountsBar } from "./counts-bar.tsx";
import { TargetReason } from "./reason.tsx";
import { ReportActions } from "./report-actions.tsx";
import { TargetsPanel } from "./targets-panel.tsx";

const FAILURES_SHOWN = 20;

function kindOf({ counts, status }: RolloutDetail): AlertKind {
  if (counts.failed > 0) return "error";
  if (status === "stopped" || counts.blocked > 0) return "warning";
  return counts.succeeded > 0 ? "success" : "info";
}

/** How a rollout ended: one sentence, then the failures with AWS's words and what to do next, then every environment. */
export function Report({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const t = useTranslations("rollouts.report");
  const announce = useAnnounce();
  const { counts, targets } = rollout;
  const attempted = counts.succeeded + counts.failed;
  const result =
    counts.failed > 0
      ? t("someFailed", { succeeded: counts.succeeded, attempted, failed: counts.failed })
      : counts.succeeded > 0
        ? t("allProven", { count: counts.succeeded })
        : t("noneChanged");
  useEffect(() => announce(result, "rollout"), [announce, result]);
  const rest = [
    rollout.status === "stopped" ? t("stopped") : null,
    counts.blocked > 0 ? t("blocked", { count: counts.blocked }) : null,
    counts.skipped > 0 ? t("skipped", { count: counts.skipped }) : null,
  ].filter((text) => text !== null);
  const failures = targets.filter(({ state }) => state.status === "failed");
  return (
    <>
      <Alert kind={kindOf(rollout)} header={result}>
        {rest.length === 0 ? null : <p>{rest.join(" ")}</p>}
      </Alert>
      <Panel header={t("title")} actions={<ReportActions rollout={rollout} access={access} />}>
        <CountsBar counts={counts} label={t("title")} />
        {failures.length === 0 ? null : (
          <ul className="mt-4 divide-y divide-line border-t border-line">
            {failures.slice(0, FAILURES_SHOWN).map((target) => (
              <li key={target.id} className="grid gap-x-6 gap-y-2 py-3 md:grid-cols-[16rem_minmax(0,1fr)]">
                <StatusIndicator kind="error" wrap>
                  <TextLink href={paths.environmentInstances(target)}>{target.name}</TextLink>
                  <span className="block text-sm text-muted">
                    {target.accountLabel} · {target.region}
                  </span>
                </StatusIndicator>
                <TargetReason target={target} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <TargetsPanel rollout={rollout} />
    </>
  );
}
