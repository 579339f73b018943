"use client";
import { useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import {
  Cell,
  HeaderCell,
  RowHeaderCell,
  Table,
  TableBody,
  TableFrame,
  TableHead,
  TableRow,
} from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";

/** Each running instance with what it enforces, and whether that is what the setting says. */
export function InstanceTable({ environment }: { environment: EnvironmentDetail }) {
  const t = useTranslations("instances.overview");
  const header = useTranslations("instances.header");
  const copy = useTranslations("common.copy");
  const { configured } = environment.posture;
  const wanted = configured.kind === "known" ? (configured.methods === "v2-only" ? "required" : "optional") : null;
  return (
    <TableFrame label={t("instances")} className="max-h-[28rem]">
      <Table>
        <TableHead>
          <tr>
            <HeaderCell>{t("instanceId")}</HeaderCell>
            <HeaderCell>{t("tokens")}</HeaderCell>
            <HeaderCell>{t("agrees")}</HeaderCell>
            <HeaderCell>{t("launched")}</HeaderCell>
          </tr>
        </TableHead>
        <TableBody>
          {environment.instances.map((instance) => (
            <TableRow key={instance.id}>
              <RowHeaderCell className="whitespace-nowrap">
                <span className="inline-flex items-center gap-0.5 font-mono text-sm font-normal" translate="no">
                  {instance.id}
                  <CopyButton
                    text={instance.id}
                    label={header("copy", { what: instance.id })}
                    copiedLabel={header("copied")}
                    failedLabel={copy("failed")}
                  />
                </span>
              </RowHeaderCell>
              <Cell className="whitespace-nowrap">{t(`tokensMeaning.${instance.httpTokens}`)}</Cell>
              <Cell>
                {wanted === null ? (
                  t("none")
                ) : (
                  <StatusIndicator kind={instance.httpTokens === wanted ? "success" : "warning"}>
                    {t(instance.httpTokens === wanted ? "yes" : "no")}
                  </StatusIndicator>
                )}
              </Cell>
              <Cell className="whitespace-nowrap">
                {instance.launchedAt === null ? t("none") : <Time value={instance.launchedAt} />}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableFrame>
  );
}
