"use client";
import { SearchX, ServerOff, Telescope } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { NoLanes } from "#components/settings/no-lanes.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { LaneView } from "#lib/imds/lane.ts";
import { isScanning } from "#lib/queries/lanes.ts";
import { failingLanes } from "./scan-totals.ts";

const icon = (Icon: typeof SearchX) => <Icon aria-hidden="true" />;

/** Why there is no environment at all: still being read, unreadable, or truly none; these three must never look alike. */
export function NoEnvironments({ lanes }: { lanes: readonly LaneView[] }) {
  const t = useTranslations("environments");
  const read = lanes.filter((lane) => lane.lastSuccessAt !== null);
  const areRead = lanes.some((lane) => isScanning(lane) || lane.scan.kind === "never");
  if (areRead && read.length < lanes.length) {
    return (
      <Panel>
        <EmptyState icon={<Spinner />} header={t("scan.firstTitle")}>
          <p>{t("scan.firstBody")}</p>
        </EmptyState>
      </Panel>
    );
  }
  if (read.length === 0 && failingLanes(lanes).length > 0) {
    return (
      <Panel>
        <EmptyState icon={icon(ServerOff)} header={t("empty.blockedTitle")}>
          <p>{t("empty.blockedBody")}</p>
        </EmptyState>
      </Panel>
    );
  }
  if (lanes.length === 0) return <NoLanes />;
  return (
    <Panel>
      <EmptyState icon={icon(Telescope)} header={t("empty.title")}>
        <p>{t("empty.body", { lanes: read.length })}</p>
        <div className="mt-3 text-left">
          <p className="font-medium text-ink">{t("empty.check")}</p>
          <ul className="list-disc pl-5">
            <li>{t("empty.checks.accounts")}</li>
            <li>{t("empty.checks.permissions")}</li>
            <li>{t("empty.checks.failures")}</li>
          </ul>
        </div>
      </EmptyState>
    </Panel>
  );
}

/** The filter lets nothing through. */
export function NoMatch({ total, onClear }: { total: number; onClear: () => void }) {
  const t = useTranslations("environments");
  return (
    <Panel>
      <EmptyState
        icon={icon(SearchX)}
        header={t("noMatch.title")}
        action={<Button onClick={onClear}>{t("noMatch.clear")}</Button>}
      >
        <p>{t("noMatch.body", { total })}</p>
      </EmptyState>
    </Panel>
  );
}
