"use client";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Time } from "#components/ui/time.tsx";
import type { EnvironmentFilter } from "#lib/imds/environment-filter.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { useRequestScan } from "#lib/queries/use-lanes.ts";
import { ExportMenu } from "./export-menu.tsx";
import { LanesPopover } from "./lanes-popover.tsx";
import { refusalText } from "./failure-text.ts";
import { ScanBar, ScanWords } from "./scan-progress.tsx";
import { areAllActive, oldestReading, scanTotals } from "./scan-totals.ts";

type EnvironmentsHeaderProps = {
  total: number | null;
  /** How many `filter` lets through, once that is known. */
  matched: number | null;
  filter: EnvironmentFilter;
  lanes: readonly LaneView[];
};

/** The page's title: how much there is, how old it is, and reading it again with how far that is. */
export function EnvironmentsHeader({ total, matched, filter, lanes }: EnvironmentsHeaderProps) {
  const t = useTranslations("environments");
  const scan = useRequestScan();
  const totals = scanTotals(lanes);
  // One slow lane keeps nobody from reading the others again.
  const isBusy = areAllActive(lanes);
  const oldest = oldestReading(lanes);
  const counts = {
    environments: total ?? 0,
    accounts: new Set(lanes.map((lane) => lane.accountId)).size,
    regions: new Set(lanes.map((lane) => lane.region)).size,
  };
  const refused = refusalText(t, scan);
  return (
    <div className="space-y-3">
      <PageHeader
        title={t("title")}
        description={
          <>
            {total === null ? t("loading") : t("counts", counts)} ·{" "}
            <span className="whitespace-nowrap">
              {oldest === null ? t("age.never") : t.rich("age.oldest", { ago: () => <Time value={oldest} /> })}
            </span>
            {totals.active > 0 ? (
              <>
                {" · "}
                <ScanWords totals={totals} />
              </>
            ) : null}
          </>
        }
        actions={
          <>
            <LanesPopover lanes={lanes} />
            <ExportMenu filter={filter} matched={matched} lanes={lanes} />
            <Button
              icon={<RefreshCw aria-hidden="true" className="size-4" />}
              busy={scan.isPending || isBusy}
              onClick={() => scan.mutate("all")}
            >
              {scan.isPending ? t("refresh.starting") : isBusy ? t("refresh.scanning") : t("refresh.start")}
            </Button>
          </>
        }
      />
      {totals.active > 0 ? <ScanBar totals={totals} /> : null}
      {refused === null ? null : (
        <Alert kind="error" live header={t("refresh.failed")}>
          <p>{refused}</p>
        </Alert>
      )}
    </div>
  );
}
