"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Access } from "#components/rollouts/access.ts";
import { PolicyChooser } from "#components/rollouts/policy-chooser.tsx";
import { WavePreview } from "#components/rollouts/wave-preview.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { StartChoice } from "#components/windows/start-choice.ts";
import { StartOptions } from "#components/windows/start-options.tsx";
import type { RolloutDetail, TargetView } from "#lib/rollouts/rollout.ts";
import { PolicyWords } from "#components/rollouts/policy-words.tsx";
import type { ChosenPolicy } from "./use-pinned-policy.ts";

/** How a rollout goes, in which waves and how long, and when it begins. */
export function PolicyStep({
  rollout,
  changing,
  chosen,
  start,
  onStart,
  access,
}: {
  rollout: RolloutDetail;
  /** Those that will change. */
  changing: readonly TargetView[];
  chosen: ChosenPolicy;
  start: StartChoice;
  onStart: (start: StartChoice) => void;
  access: Access;
}) {
  const t = useTranslations("wizard.policy");
  const preview = useTranslations("waves.preview");
  const { policy, problems, set } = chosen;
  const regions = useMemo(() => [...new Set(changing.map(({ region }) => region))].toSorted(), [changing]);
  return (
    <>
      <Panel>
        {rollout.targets.length === 1 ? (
          <p>{t("single")}</p>
        ) : (
          <div className="grid gap-x-10 gap-y-6 xl:grid-cols-2">
            <PolicyChooser policy={policy} problems={problems} regions={regions} onChange={set} />
            {problems.length > 0 ? null : (
              <div className="space-y-5">
                <section className="space-y-1.5">
                  <h3 className="font-semibold">{t("words")}</h3>
                  <PolicyWords policy={policy} all={changing.length} />
                </section>
                <div className="space-y-1.5">
                  <h3 className="font-semibold">{preview("title")}</h3>
                  <WavePreview targets={changing} policy={policy} readsMetrics={rollout.readsMetrics} />
                </div>
              </div>
            )}
          </div>
        )}
      </Panel>
      <Panel level={3} header={t("when")}>
        <div className="max-w-[75ch]">
          <StartOptions rolloutId={rollout.id} value={start} onChange={onStart} access={access} />
        </div>
      </Panel>
    </>
  );
}
