"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Time } from "#components/ui/time.tsx";
import type { LaneView } from "#lib/imds/lane.ts";
import { useRequestScan } from "#lib/queries/use-lanes.ts";
import { refusalText } from "./failure-text.ts";
import { failingLanes, failureGroups } from "./scan-totals.ts";
import type { FailingLane } from "./scan-totals.ts";

// More would push the list itself off the first screen.
const SHOWN = 2;

function FailureGroup({ lanes }: { lanes: readonly [FailingLane, ...FailingLane[]] }) {
  const t = useTranslations("environments");
  const format = useFormatter();
  const [{ failure, lastSuccessAt, accountLabel }] = lanes;
  const count = lanes.reduce((sum, lane) => sum + lane.environmentCount, 0);
  const requests = lanes.flatMap((lane) => (lane.failure.requestId === null ? [] : [lane.failure.requestId]));
  return (
    <li className="min-w-0">
      <p>
        <strong className="font-semibold">
          {t("failures.lane", { account: accountLabel, regions: format.list(lanes.map(({ region }) => region)) })}
        </strong>
        <span className="text-muted">
          {" — "}
          {lastSuccessAt === null
            ? t("failures.neverRead")
            : t.rich("failures.lastRead", { count, ago: () => <Time value={lastSuccessAt} /> })}
        </span>
      </p>
      <p className="text-sm">
        <code className="font-mono text-xs">{failure.operation}</code>{" "}
        <code className="font-mono text-xs font-semibold text-error">{failure.code}</code> {failure.message}
      </p>
      <p className="text-xs text-muted">
        {t("failures.requestId")}:{" "}
        {requests.length === 0 ? t("failures.noRequestId") : <code className="font-mono">{requests[0]}</code>}
        {requests.length > 1 ? ` ${t("failures.moreRequests", { count: requests.length - 1 })}` : null}
      </p>
    </li>
  );
}

/** The lanes that cannot be read, each in AWS's own words, so that what is missing never looks like nothing. */
export function LaneFailures({ lanes }: { lanes: readonly LaneView[] }) {
  const t = useTranslations("environments");
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState(true);
  const scan = useRequestScan();
  const failing = failingLanes(lanes);
  if (failing.length === 0) return null;
  const groups = failureGroups(failing);
  const refused = refusalText(t, scan);
  const shown = all ? groups : groups.slice(0, SHOWN);
  return (
    <Alert
      kind="error"
      header={t("failures.title", { count: failing.length })}
      action={
        <>
          <Button variant="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? "failures.hide" : "failures.show")}
          </Button>
          <Button size="small" busy={scan.isPending} onClick={() => scan.mutate("failing")}>
            {t("failures.retry")}
          </Button>
        </>
      }
    >
      {refused === null ? null : (
        <p role="alert" className="font-semibold">
          {t("refresh.failed")}: {refused}
        </p>
      )}
      {open ? (
        <ul className="space-y-1.5 pt-1">
          {shown.map((lanes) => (
            <FailureGroup key={lanes.map(({ accountId, region }) => `${accountId} ${region}`).join()} lanes={lanes} />
          ))}
        </ul>
      ) : null}
      {open && groups.length > SHOWN ? (
        <Button variant="link" size="small" aria-expanded={all} onClick={() => setAll(!all)} className="-ml-2">
          {all ? t("failures.showFewer") : t("failures.showAll", { count: groups.length })}
        </Button>
      ) : null}
    </Alert>
  );
}
