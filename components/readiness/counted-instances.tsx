"use client";
import { useFormatter, useTranslations } from "next-intl";
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
import type { InstanceUse } from "#lib/imds/use.ts";
import { callsSince } from "#lib/imds/use.ts";

/** Every instance that was counted, gone ones too, those that called last first. */
export function CountedInstances({ instances, from }: { instances: readonly InstanceUse[]; from: string }) {
  const t = useTranslations("readiness.instances");
  const format = useFormatter();
  const callsOf = (instance: InstanceUse) => {
    if (instance.days.length === 0) return t("noData");
    const count = format.number(callsSince(instance, from));
    return instance.metric === "MetadataNoTokenRejected" ? t("refused", { count }) : count;
  };
  return (
    <section className="min-w-0">
      <h3 className="mb-1 text-sm font-semibold text-muted">{t("title")}</h3>
      <TableFrame label={t("title")} className="max-h-72 rounded-panel border border-line">
        <Table>
          <TableHead>
            <tr>
              <HeaderCell>{t("instance")}</HeaderCell>
              <HeaderCell align="end">{t("calls")}</HeaderCell>
              <HeaderCell>{t("last")}</HeaderCell>
              <HeaderCell>{t("state")}</HeaderCell>
            </tr>
          </TableHead>
          <TableBody>
            {instances.map((instance) => {
              const { instanceId, metric, goneAt, lastAt } = instance;
              return (
                <TableRow key={`${instanceId} ${metric}`}>
                  <RowHeaderCell className="font-mono text-sm font-normal whitespace-nowrap" translate="no">
                    {instanceId}
                  </RowHeaderCell>
                  <Cell align="end" className="whitespace-nowrap">
                    {callsOf(instance)}
                  </Cell>
                  <Cell className="whitespace-nowrap">{lastAt === null ? t("never") : <Time value={lastAt} />}</Cell>
                  <Cell className="whitespace-nowrap">
                    {goneAt === null ? t("running") : t.rich("gone", { when: () => <Time value={goneAt} /> })}
                  </Cell>
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </TableFrame>
    </section>
  );
}
