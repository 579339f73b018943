"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Panel } from "#components/ui/panel.tsx";
import {
  changesOf,
  commandScript,
  optionSettingsYaml,
  terraformSetting,
  updateCommands,
} from "#lib/rollouts/as-code.ts";
import type { Target } from "#lib/rollouts/target.ts";

/** With more groups than this, one block has them all. */
const GROUPS_APART = 3;

function Code({ title, code }: { title: string; code: string }) {
  const copy = useTranslations("common.copy");
  const instances = useTranslations("instances.code");
  return (
    <CodeBlock
      code={code}
      title={title}
      copyLabel={copy("what", { what: title })}
      copiedLabel={instances("copied")}
      failedLabel={copy("failed")}
    />
  );
}

/** The same change for these environments as commands and as settings in files, to check it or to make it elsewhere. */
export function AsCodePanel({ targets }: { targets: readonly Target[] }) {
  const t = useTranslations("wizard.review.code");
  const methods = useTranslations("rollouts.methods");
  const { groups, changes } = useMemo(
    () => ({ groups: updateCommands(targets), changes: changesOf(targets) }),
    [targets],
  );
  return (
    <Panel level={3} header={t("title")}>
      <div className="space-y-3">
        <Alert kind="warning" header={t("fought")}>
          <p>{t("foughtText")}</p>
        </Alert>
        <Disclosure summary={t("summary")}>
          <div className="space-y-4">
            <div className="space-y-2">
              {groups.length > GROUPS_APART ? (
                <Code title={t("cliAll", { count: targets.length })} code={commandScript(groups)} />
              ) : (
                groups.map(({ accountId, region, commands }) => (
                  <Code
                    key={`${accountId} ${region}`}
                    title={t("cli", { count: commands.length, accountId, region })}
                    code={commands.join("\n")}
                  />
                ))
              )}
              <p className="max-w-[75ch] text-sm text-muted">{t("cliText")}</p>
            </div>
            {changes.map(({ change }) =>
              change.kind === "remove" ? (
                <p key={change.kind} className="max-w-[75ch]">
                  {t("removeText")}
                </p>
              ) : (
                <div key={change.methods} className="space-y-2">
                  <Code
                    title={t("yaml", { change: methods(change.methods) })}
                    code={optionSettingsYaml(change.methods)}
                  />
                  <p className="max-w-[75ch] text-sm text-muted">{t("yamlText")}</p>
                  <Code
                    title={t("terraform", { change: methods(change.methods) })}
                    code={terraformSetting(change.methods)}
                  />
                </div>
              ),
            )}
          </div>
        </Disclosure>
      </div>
    </Panel>
  );
}
