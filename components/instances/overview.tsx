"use client";
import { useTranslations } from "next-intl";
import { VerdictPanel } from "#components/readiness/verdict-panel.tsx";
import { AcceptForEnvironment } from "#components/exceptions/accept-for-environment.tsx";
import { ExceptionNote } from "#components/exceptions/exception-note.tsx";
import type { Access } from "#components/rollouts/access.ts";
import { useRolloutWords } from "#components/rollouts/use-rollout-words.ts";
import { Alert } from "#components/ui/alert.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { KeyValue } from "#components/ui/key-value.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { paths } from "#lib/paths.ts";
import { InstanceTable } from "./instance-table.tsx";
import { KeyFacts } from "./key-facts.tsx";
import { ConfiguredMark, EffectiveMark } from "./methods-mark.tsx";
import { defaultOf } from "./panel-state.ts";
import { ReadingAge } from "./reading-age.tsx";
import { useEnvironment } from "./use-environment.ts";

/** The overview of one environment: IMDS configured and effective, its instances, and the key facts. */
export function Overview({ environmentKey, access }: { environmentKey: EnvironmentKey; access: Access }) {
  const t = useTranslations("instances");
  const words = useRolloutWords();
  const answer = useEnvironment(environmentKey);
  const { environment, latest } = answer;
  const { configured, effective, drift } = environment.posture;
  const platform = defaultOf(environment);
  const counts = "required" in effective ? effective : { required: 0, optional: 0 };
  return (
    <>
      <ReadingAge answer={answer} />
      <Panel
        header={t("overview.imds")}
        actions={
          <>
            <AcceptForEnvironment environment={environment} access={access} />
            <ButtonLink href={paths.environmentInstances(environmentKey)}>{t("overview.change")}</ButtonLink>
          </>
        }
      >
        <div className="space-y-4">
          <KeyValue
            columns={4}
            items={[
              {
                key: "configured",
                label: `${t("overview.configured")} · ${t("overview.configuredHint")}`,
                value: <ConfiguredMark word={environment.configured} />,
              },
              {
                key: "effective",
                label: `${t("overview.effective")} · ${t("overview.effectiveHint")}`,
                value: <EffectiveMark effective={effective} />,
              },
              {
                key: "default",
                label: t("overview.platformDefault"),
                value: platform.kind === "known" ? t(`methods.${platform.methods}`) : t(`configured.${platform.kind}`),
              },
              {
                key: "latest",
                label: t("live.title"),
                value:
                  latest === null ? (
                    t("overview.none")
                  ) : (
                    <>
                      {words.change(latest.target.change)} ·{" "}
                      <Time value={latest.rollout.startedAt ?? latest.rollout.createdAt} />
                    </>
                  ),
              },
            ]}
          />
          <ExceptionNote exception={environment.exception} />
          {drift ? (
            <Alert kind="warning" header={t("overview.drift")}>
              {t("overview.driftText", {
                configured: configured.kind === "known" ? t(`methods.${configured.methods}`) : "",
                ...counts,
              })}
            </Alert>
          ) : null}
          {environment.draftStatus === null ? null : (
            <Alert kind="warning">{t(`overview.draft.${environment.draftStatus}`)}</Alert>
          )}
        </div>
      </Panel>
      <VerdictPanel answer={answer} />
      <Panel
        header={t("overview.instances")}
        counter={`(${environment.instances.length})`}
        padded={environment.instances.length === 0}
      >
        {environment.instances.length > 0 ? (
          <InstanceTable environment={environment} />
        ) : (
          <p className="text-muted">
            {t(environment.instancesReadAt === null ? "overview.notRead" : "overview.noInstances")}
          </p>
        )}
      </Panel>
      <KeyFacts environment={environment} />
    </>
  );
}
