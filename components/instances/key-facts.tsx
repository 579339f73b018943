"use client";
import { useTranslations } from "next-intl";
import { TagList } from "#components/environments/tag-list.tsx";
import { useRolloutWords } from "#components/rollouts/use-rollout-words.ts";
import { KeyValue } from "#components/ui/key-value.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";

/** The rest of what is known of an environment. */
export function KeyFacts({ environment }: { environment: EnvironmentDetail }) {
  const t = useTranslations("instances.overview");
  const tags = useTranslations("tags");
  const tiers = useTranslations("environments.tier");
  const words = useRolloutWords();
  const { managedUpdates } = environment;
  const none = t("none");
  const time = (value: string | null) => (value === null ? none : <Time value={value} mode="absolute" />);
  return (
    <Panel header={t("facts")}>
      <KeyValue
        items={[
          { key: "tier", label: t("tier"), value: tiers(environment.tier) },
          { key: "replacement", label: t("replacement"), value: words.replacement(environment.replacement) },
          {
            key: "launch",
            label: t("launchKind"),
            value: environment.launchKind === null ? none : t(`launchKinds.${environment.launchKind}`),
          },
          { key: "version", label: t("version"), value: environment.versionLabel ?? none },
          { key: "domain", label: t("domain"), value: environment.cname ?? none },
          { key: "description", label: t("description"), value: environment.description ?? none },
          { key: "created", label: t("created"), value: time(environment.dateCreated) },
          { key: "updated", label: t("updated"), value: time(environment.dateUpdated) },
          {
            key: "platformArn",
            label: t("platformArn"),
            value: <span className="font-mono text-sm">{environment.platformArn ?? none}</span>,
          },
          {
            key: "managed",
            label: t("managedUpdates"),
            value: managedUpdates === null ? none : t("managedWindow", { start: managedUpdates.start }),
          },
        ]}
      />
      <section className="mt-5">
        <h3 className="mb-1.5 text-sm text-muted">{tags("title")}</h3>
        <TagList known={environment.tags} />
      </section>
    </Panel>
  );
}
