"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ReactNode } from "react";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Select } from "#components/ui/select.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import type { Methods } from "#lib/imds/posture.ts";
import { optionSettingsYaml } from "#lib/rollouts/as-code.ts";
import { AboutSection } from "./about-section.tsx";
import { createCommand, readInstancesCommand, readSettingCommand, removeCommand, updateCommand } from "./snippets.ts";

function Snippet({ title, code, children }: { title: string; code: string; children?: ReactNode }) {
  const t = useTranslations("instances.code");
  const copy = useTranslations("common.copy");
  return (
    <div className="space-y-1.5">
      <CodeBlock
        code={code}
        title={title}
        copyLabel={copy("what", { what: title })}
        copiedLabel={t("copied")}
        failedLabel={copy("failed")}
      />
      {children === undefined ? null : <p className="max-w-[75ch] text-sm text-muted">{children}</p>}
    </div>
  );
}

/** The same setting as a configuration file and as AWS CLI commands, for this environment and for new ones. */
export function AsCode({ environment }: { environment: EnvironmentDetail }) {
  const t = useTranslations("instances.code");
  const [methods, setMethods] = useState<Methods>("v2-only");
  return (
    <AboutSection title={t("title")} summary={t("summary")}>
      <div className="space-y-4">
        <Select
          label={t("value")}
          className="max-w-72"
          value={methods}
          onValueChange={setMethods}
          options={[
            { value: "v2-only", label: "DisableIMDSv1: true" },
            { value: "v1-and-v2", label: "DisableIMDSv1: false" },
          ]}
        />
        <Snippet title={t("yamlFile")} code={optionSettingsYaml(methods)}>
          {t("yamlText")}
        </Snippet>
        <p className="max-w-[75ch]">{t("precedence")}</p>
        <Snippet title={t("cli")} code={updateCommand(environment, methods)}>
          {t("cliText")}
        </Snippet>
        <Snippet title={t("readBack")} code={readSettingCommand(environment)}>
          {t("readBackText")}
        </Snippet>
        <Snippet title={t("readInstances")} code={readInstancesCommand(environment)} />
        <Snippet title={t("remove")} code={removeCommand(environment)} />
        <Snippet title={t("create")} code={createCommand(environment, methods)}>
          {t("createText")}
        </Snippet>
      </div>
    </AboutSection>
  );
}
