"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Access } from "#components/rollouts/access.ts";
import { ExceptionNote } from "#components/exceptions/exception-note.tsx";
import { EvidencePanel } from "#components/readiness/evidence-panel.tsx";
import { WayBack } from "#components/readiness/way-back.tsx";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { TargetReason } from "#components/rollouts/reason.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { About } from "./about.tsx";
import { ConfirmChange } from "./confirm-change.tsx";
import { CurrentSetting } from "./current-setting.tsx";
import { LiveChange } from "./live-change.tsx";
import { editDenialOf } from "./panel-state.ts";
import { ReadingAge } from "./reading-age.tsx";
import { SettingForm } from "./setting-form.tsx";
import { useChange } from "./use-change.ts";
import { useEnvironment } from "./use-environment.ts";

/** Configuration → Instances: the console's IMDS setting, what it means, what a change does, and the change itself, live. */
export function InstancesPanel({ environmentKey, access }: { environmentKey: EnvironmentKey; access: Access }) {
  const t = useTranslations("instances");
  const answer = useEnvironment(environmentKey);
  const { environment, latest } = answer;
  const [isEditing, setEditing] = useState(false);
  const [starts, setStarts] = useState(0);
  const live = useRef<HTMLDivElement>(null);
  const change = useChange(environmentKey, () => {
    setEditing(false);
    setStarts((count) => count + 1);
  });
  useEffect(() => {
    if (starts === 0) return undefined;
    // After the closed dialog gave focus back to a button that is gone.
    const timer = setTimeout(() => live.current?.focus());
    return () => clearTimeout(timer);
  }, [starts]);
  const denial = editDenialOf(environment, access);
  return (
    <>
      <div>
        <h2 className="text-xl font-semibold">
          <span className="font-normal text-muted">{t("tabs.configuration")} / </span>
          {t("configuration.category")}
        </h2>
        <p className="max-w-[75ch] text-sm text-muted">{t("configuration.path")}</p>
      </div>
      <ReadingAge answer={answer} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0 space-y-5">
          <Panel header={t("panel.title")}>
            <div className="space-y-4">
              <CurrentSetting environment={environment} />
              <ExceptionNote exception={environment.exception} />
              <WayBack wayBack={environment.wayBack} />
              <SettingForm
                environment={environment}
                denial={denial}
                isEditing={isEditing && denial === null}
                isPreparing={change.isPreparing}
                onEdit={() => {
                  change.forget();
                  setEditing(true);
                }}
                onCancel={() => setEditing(false)}
                onApply={(methods) => change.prepare({ kind: "set", methods })}
              />
              <FailureAlert error={change.prepareError} />
              {change.refused === null ? null : (
                <Alert kind="warning" live header={t("panel.nothingToDo")}>
                  <TargetReason target={change.refused} />
                </Alert>
              )}
            </div>
          </Panel>
          <div ref={live} tabIndex={-1} className="rounded-panel outline-hidden">
            {latest === null ? null : (
              <LiveChange latest={latest} access={access} environment={environment} onUndo={change.review} />
            )}
          </div>
          <EvidencePanel answer={answer} />
        </div>
        <About environment={environment} />
      </div>
      <ConfirmChange change={change} access={access} exception={environment.exception} />
    </>
  );
}
