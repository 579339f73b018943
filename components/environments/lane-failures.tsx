"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Time } from "#components/ui/time.tsx";
import type { LaneView } from "#lib/imds/lane.ts";
import { useRequestScan } from "#lib/queries/use-lanes.ts";
import { failingLanes } from "./scan-totals.ts";

type FailingLane = ReturnType<typeof failingLanes>[number];

// More would push the list itself off the first screen.
const SHOWN = 2;

function LaneFailure({ lane }: { lane: FailingLane }) {
  const t = useTranslations("environments");
  const { failure, lastSuccessAt } = lane;
  return (
    <li className="min-w-0">
      <p>
        <strong className="font-semibold">{t("failures.lane", { account: lane.accountLabel, region: lane.region })}</strong>
        <span className="text-muted">
          {" — "}
          {lastSuccessAt === null
            ? t("failures.neverRead")
            : t.rich("failures.lastRead", { count: lane.environmentCount, ago: () => <Time value={lastSuccessAt} /> })}
        </span>
      </p>
      <p className="text-sm">
        <code className="font-mono text-xs">{failure.operation}</code>{" "}
        <code className="rounded-sm bg-surface px-1 font-mono text-xs font-semibold">{failure.code}</code> {failure.message}{" "}
        <span className="text-muted">
          {t("failures.requestId")}:{" "}
          {failure.requestId === null ? t("failures.noRequestId") : <code className="font-mono text-xs">{failure.requestId}</code>}
        </span>
      </p>
    </li>
  );
}

/** The lanes that cannot be read, each in AWS's own words, so that what is missing never looks like nothing. */
export function LaneFailures({ lanes }: { lanes: readonly LaneView[] }) {
  const t = useTranslations("environments");
  const [all, setAll] = useState(false);
  const scan = useRequestScan();
  const failing = failingLanes(lanes);
  if (failing.length === 0) return null;
  const shown = all ? failing : failing.slice(0, SHOWN);
  const retry = () => scan.mutate(failing.map(({ accountId, region }) => ({ accountId, region })));
  return (
    <Alert
      kind="error"
      header={t("failures.title", { count: failing.length })}
      action={
        <Button size="small" busy={scan.isPending} onClick={retry}>
          {t("failures.retry")}
        </Button>
      }
    >
      <p className="text-sm text-muted">{t("failures.bodyStale")}</p>
      <ul className="space-y-1.5 pt-1">
        {shown.map((lane) => (
          <LaneFailure key={`${lane.accountId} ${lane.region}`} lane={lane} />
        ))}
      </ul>
      {failing.length > SHOWN ? (
        <Button variant="link" size="small" aria-expanded={all} onClick={() => setAll(!all)} className="-ml-2">
          {all ? t("failures.showFewer") : t("failures.showAll", { count: failing.length })}
        </Button>
      ) : null}
    </Alert>
  );
}
