"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { HealthCell, StatusCell } from "#components/environments/state-cells.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { paths } from "#lib/paths.ts";
import { useEnvironment } from "./use-environment.ts";

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="flex min-h-7 items-center gap-0.5">{children}</dd>
    </div>
  );
}

/** Which environment this is and how it is, above all of its tabs. */
export function EnvironmentHeader({ environmentKey }: { environmentKey: EnvironmentKey }) {
  const t = useTranslations("instances");
  const copy = useTranslations("common.copy");
  const { environment } = useEnvironment(environmentKey);
  const { name, accountId, accountLabel, arn } = environment;
  const copies = (text: string, what: string) => (
    <CopyButton
      text={text}
      label={t("header.copy", { what })}
      copiedLabel={t("header.copied")}
      failedLabel={copy("failed")}
    />
  );
  const home = paths.environment(environmentKey);
  return (
    <header>
      <Breadcrumbs
        label={t("breadcrumbs.environments")}
        items={[
          { href: paths.environments(), label: t("breadcrumbs.environments") },
          { href: null, label: name },
        ]}
      />
      <h1 className="flex flex-wrap items-center gap-1 text-2xl font-semibold tracking-tight" translate="no">
        {name}
        {copies(name, name)}
      </h1>
      <dl className="mt-2 mb-4 flex flex-wrap gap-x-7 gap-y-2">
        <Fact label={t("header.health")}>
          <HealthCell row={environment} />
        </Fact>
        <Fact label={t("header.status")}>
          <StatusCell row={environment} />
        </Fact>
        <Fact label={t("header.account")}>
          {accountLabel === accountId ? accountId : `${accountLabel} (${accountId})`}
          {copies(accountId, t("header.account"))}
        </Fact>
        <Fact label={t("header.region")}>{environment.region}</Fact>
        <Fact label={t("header.application")}>{environment.application}</Fact>
        <Fact label={t("header.platform")}>{environment.platform}</Fact>
        <Fact label={t("header.environmentId")}>
          <span className="font-mono text-sm">{environment.environmentId}</span>
          {copies(environment.environmentId, t("header.environmentId"))}
        </Fact>
        {arn === null ? null : (
          <Fact label={t("header.arn")}>
            <span className="max-w-40 truncate font-mono text-sm" title={arn}>
              {arn}
            </span>
            {copies(arn, t("header.arn"))}
          </Fact>
        )}
      </dl>
      <LinkTabs
        label={t("sections")}
        tabs={[
          { href: home, label: t("tabs.overview") },
          { href: paths.environmentInstances(environmentKey), label: t("tabs.configuration") },
          { href: `${home}/changes`, label: t("tabs.changes") },
        ]}
      />
    </header>
  );
}
