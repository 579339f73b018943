import { useTranslations } from "next-intl";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { Partition } from "#lib/imds/partition.ts";
import { changePolicy, discoveryPolicy, READ_POLICY } from "./policies.ts";

/** The IAM policies to copy; `roleName`: what the organization's accounts are reached by, `null` where none is asked. */
export function PoliciesPanel({ partition, roleName }: { partition: Partition; roleName: string | null }) {
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
