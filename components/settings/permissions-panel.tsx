"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { InlineCode } from "#components/ui/code-block.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { MissingPermission } from "#lib/imds/account.ts";
import { permissionsQuery } from "#lib/queries/permissions.ts";

/** So many are listed before the rest is folded away. */
const LISTED = 8;

/** The permissions that AWS said are missing, each with what it stopped and AWS's words; one that is granted goes while the page is open. */
export function PermissionsPanel({ initial }: { initial: MissingPermission[] }) {
  const t = useTranslations("accounts.permissions");
  const { data: missing } = useQuery(permissionsQuery(initial));
  const rest = missing.slice(LISTED);
  return (
    <Panel header={t("header")} counter={`(${missing.length})`} description={t("description")}>
      {missing.length === 0 ? <StatusIndicator kind="success">{t("none")}</StatusIndicator> : null}
      <List missing={missing.slice(0, LISTED)} />
      {rest.length === 0 ? null : (
        <Disclosure summary={t("more", { count: rest.length })} className="mt-3">
          <List missing={rest} />
        </Disclosure>
      )}
    </Panel>
  );
}

function List({ missing }: { missing: readonly MissingPermission[] }) {
  return (
    <ul className="divide-y divide-line">
      {missing.map((one) => (
        <li key={`${one.accountId} ${one.action}`} className="py-2.5 first:pt-0 last:pb-0">
          <Missing missing={one} />
        </li>
      ))}
    </ul>
  );
}

function Missing({ missing }: { missing: MissingPermission }) {
  const t = useTranslations("accounts.permissions");
  const aws = useTranslations("common.aws");
  const format = useFormatter();
  const { action, accountId, accountLabel, stopped, regions, words, requestId, at } = missing;
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <InlineCode>{action}</InlineCode>
        <span className="font-medium">{accountLabel ?? t("server")}</span>
        {accountId === null || accountId === accountLabel ? null : (
          <span className="text-sm text-muted tabular-nums">{accountId}</span>
        )}
        {regions.length === 0 ? null : <span className="text-sm text-muted">{format.list(regions)}</span>}
        <span className="text-sm text-muted">
          <Time value={at} />
        </span>
      </p>
      {stopped.every((operation) => operation === action) ? null : (
        <p className="text-sm">
          <span className="text-muted">{t("stopped")}</span>{" "}
          <span translate="no" className="font-mono break-all">
            {stopped.join(", ")}
          </span>
        </p>
      )}
      {words === null ? (
        <p className="text-sm text-muted">{t("noWords")}</p>
      ) : (
        <Disclosure summary={aws("said")} className="text-sm">
          <p lang="en" translate="no" className="max-w-[70ch] break-words">
            {words}
          </p>
          {requestId === null ? null : (
            <p className="mt-1 text-muted">
              {aws("requestId")}: <code className="font-mono">{requestId}</code>
            </p>
          )}
        </Disclosure>
      )}
    </div>
  );
}
