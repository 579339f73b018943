import { useTranslations } from "next-intl";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { Partition } from "#lib/imds/partition.ts";
import { assumePolicy, changePolicy, discoveryPolicy, READ_POLICY } from "./policies.ts";

type PoliciesPanelProps = {
  partition: Partition;
  /** What the organization's accounts are reached by; `null` where none is asked. */
  roleName: string | null;
  /** What the configured accounts are reached by. */
  roleArns: readonly string[];
};

/** The IAM policies to copy. */
export function PoliciesPanel({ partition, roleName, roleArns }: PoliciesPanelProps) {
  const t = useTranslations("settings.policies");
  const copy = useTranslations("common.copy");
  const blocks = [
    { key: "read", title: t("read"), hint: t("readHint"), more: null, code: READ_POLICY },
    {
      key: "write",
      title: t("write"),
      hint: t("writeHint"),
      more: t("managed"),
      code: changePolicy(partition),
    },
    ...(roleArns.length === 0
      ? []
      : [{ key: "assume", title: t("assume"), hint: t("assumeHint"), more: null, code: assumePolicy(roleArns) }]),
    ...(roleName === null
      ? []
      : [
          {
            key: "discovery",
            title: t("discovery"),
            hint: t("discoveryHint"),
            more: null,
            code: discoveryPolicy(partition, roleName),
          },
        ]),
  ];
  return (
    <Panel header={t("header")} description={t("description")}>
      <div className="grid gap-6 xl:grid-cols-2">
        {blocks.map(({ key, title, hint, more, code }) => (
          <section key={key} aria-labelledby={`policy-${key}`} className="min-w-0 space-y-2">
            <h3 id={`policy-${key}`} className="font-semibold">
              {title}
            </h3>
            <p className="max-w-3xl text-muted">{hint}</p>
            {more === null ? null : <p className="max-w-3xl text-muted">{more}</p>}
            <CodeBlock
              code={code}
              title={`${title} (JSON)`}
              copyLabel={copy("what", { what: title })}
              copiedLabel={copy("copied")}
              failedLabel={copy("failed")}
            />
          </section>
        ))}
      </div>
    </Panel>
  );
}
