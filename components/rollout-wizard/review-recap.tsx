"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import { useMemo } from "react";
import type { ReactNode } from "react";
import { formatDuration } from "#components/rollouts/duration.ts";
import type { PlanSummary } from "#components/rollouts/plan-summary.ts";
import { usePolicyName } from "#components/rollouts/use-policy-name.ts";
import { useRolloutWords } from "#components/rollouts/use-rollout-words.ts";
import { KeyValue } from "#components/ui/key-value.tsx";
import type { KeyValueItem } from "#components/ui/key-value.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { overrideReason } from "#components/windows/override.ts";
import { wishedStart } from "#components/windows/start-choice.ts";
import type { StartChoice } from "#components/windows/start-choice.ts";
import { rolloutWindowsQuery } from "#lib/queries/windows.ts";
import { estimateOf } from "#lib/rollouts/estimate.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { RolloutDetail, TargetView } from "#lib/rollouts/rollout.ts";
import { wavesOf } from "#lib/rollouts/waves.ts";
import type { WizardStep } from "./draft-step.ts";
import { PolicyWords } from "#components/rollouts/policy-words.tsx";
import type { StepPlaces } from "./wizard-steps.tsx";

const MINUTE = 60_000;

/** What was decided in one step, with the way back to it. */
function Recap({ step, places, children }: { step: WizardStep; places: StepPlaces; children: ReactNode }) {
  const t = useTranslations("wizard");
  const place = places[step];
  const name = t(`steps.${step}`);
  return (
    <Panel
      level={3}
      header={name}
      actions={
        place === undefined ? null : (
          <Link
            href={place.href}
            prefetch={false}
            aria-label={t("review.editWhat", { what: name })}
            onNavigate={(event) => {
              if (place.onGo === undefined) return;
              event.preventDefault();
              place.onGo();
            }}
            className="rounded-control px-1 font-medium text-link underline-offset-3 hover:underline"
          >
            {t("review.edit")}
          </Link>
        )
      }
    >
      {children}
    </Panel>
  );
}

function useWindowsItem(rolloutId: string, start: StartChoice): KeyValueItem {
  const t = useTranslations("wizard.review");
  const { data } = useQuery(rolloutWindowsQuery(rolloutId, wishedStart(start)));
  const reason = overrideReason(start.override);
  const closed = data?.closed.reduce((sum, { targets }) => sum + targets.length, 0);
  const value =
    closed === undefined
      ? null
      : closed === 0
        ? t("windowsOpen")
        : reason === null
          ? t("windowsClosed", { count: closed })
          : t("windowsOverridden", { reason });
  return { key: "windows", label: t("windows"), value };
}

/** All that the earlier steps came to: which environments, what becomes of them, how and when. */
export function ReviewRecap({
  rollout,
  summary,
  changing,
  policy,
  start,
  places,
}: {
  rollout: RolloutDetail;
  summary: PlanSummary;
  /** Those that will change, without those left out here. */
  changing: readonly TargetView[];
  policy: Policy;
  start: StartChoice;
  places: StepPlaces;
}) {
  const t = useTranslations("wizard.review");
  const plan = useTranslations("rollouts.review");
  const waves = useTranslations("waves");
  const nameOf = usePolicyName();
  const words = useRolloutWords();
  const locale = useLocale();
  const { readsMetrics } = rollout;
  const estimate = useMemo(
    () => estimateOf(changing, wavesOf(changing, policy), policy, readsMetrics),
    [changing, policy, readsMetrics],
  );
  const windows = useWindowsItem(rollout.id, start);
  const wished = wishedStart(start);
  return (
    <>
      <Recap step="select" places={places}>
        <KeyValue
          columns={4}
          items={[
            { key: "change", label: t("change"), value: words.change(rollout.change) },
            { key: "environments", label: t("environments"), value: rollout.targets.length },
          ]}
        />
      </Recap>
      <Recap step="plan" places={places}>
        <div className="space-y-4">
          <p className="font-medium">
            {plan("headline", { count: changing.length })}{" "}
            {plan("spread", { accounts: summary.accounts, regions: summary.regions })}
          </p>
          <KeyValue
            columns="numbers"
            items={[
              { key: "instances", label: plan("instances"), value: summary.instances },
              { key: "downtime", label: plan("downtime"), value: summary.downtime },
              { key: "template", label: plan("launchTemplate"), value: summary.launchTemplate },
              { key: "in-use", label: plan("inUse"), value: summary.inUse },
              { key: "no-evidence", label: plan("noEvidence"), value: summary.noEvidence },
              { key: "skipped", label: plan("skipped"), value: summary.skipped },
              { key: "blocked", label: plan("blocked"), value: summary.blocked },
            ]}
          />
        </div>
      </Recap>
      <Recap step="policy" places={places}>
        <div className="space-y-4">
          {rollout.targets.length === 1 ? null : (
            <div className="space-y-1.5">
              <p className="font-medium">{nameOf(policy)}</p>
              <PolicyWords policy={policy} all={changing.length} />
              <p>{waves("preview.estimate", { duration: formatDuration(estimate.minutes * MINUTE, locale) })}</p>
            </div>
          )}
          <KeyValue
            columns={4}
            items={[
              {
                key: "start",
                label: t("start"),
                value:
                  wished === null
                    ? t("startNow")
                    : t("startLater", { local: wished.local.replace("T", " "), zone: wished.zone }),
              },
              windows,
            ]}
          />
        </div>
      </Recap>
    </>
  );
}
