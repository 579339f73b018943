"use client";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { LaneKey } from "#lib/imds/environment.ts";
import type { LaneView } from "#lib/imds/lane.ts";
import { useRequestScan } from "#lib/queries/use-lanes.ts";
import { refusalText } from "./failure-text.ts";
import { areAllActive, lanesByAccount } from "./scan-totals.ts";

function LaneState({ lane }: { lane: LaneView }) {
  const t = useTranslations("environments");
  const { scan, failure, lastSuccessAt } = lane;
  if (scan.kind === "scanning") {
    const calls = t("lanes.calls", { done: scan.callsDone, known: Math.max(scan.callsKnown, scan.callsDone) });
    return (
      <StatusIndicator kind="in-progress">
        {t("lanes.scanning", { phase: t(`lanes.phase.${scan.phase}`) })} <span className="text-muted">{calls}</span>
        {scan.throttled ? <span className="block text-xs text-warning">{t("lanes.throttled")}</span> : null}
      </StatusIndicator>
    );
  }
  if (scan.kind === "queued") return <StatusIndicator kind="pending">{t("lanes.queued")}</StatusIndicator>;
  if (failure !== null) {
    return (
      <StatusIndicator kind="error">
        {t("lanes.failed")} <span className="font-mono text-xs">{failure.code}</span>
      </StatusIndicator>
    );
  }
  if (lastSuccessAt === null) return <StatusIndicator kind="not-started">{t("lanes.never")}</StatusIndicator>;
  return (
    <StatusIndicator kind="success">
      {t.rich("lanes.idle", { ago: () => <Time value={lastSuccessAt} /> })}
    </StatusIndicator>
  );
}

type AskForScan = (lanes: LaneKey[]) => void;

/** Reads some lanes again; at work until all of them have been read. */
function RefreshLanes({ lanes, label, onAsk }: { lanes: readonly LaneView[]; label: string; onAsk: AskForScan }) {
  return (
    <Button
      variant="icon"
      size="small"
      aria-label={label}
      title={label}
      busy={areAllActive(lanes)}
      icon={<RefreshCw aria-hidden="true" className="size-3.5" />}
      onClick={() => onAsk(lanes.map(({ accountId, region }) => ({ accountId, region })))}
    />
  );
}

function LaneItem({ lane, onAsk }: { lane: LaneView; onAsk: AskForScan }) {
  const t = useTranslations("environments");
  const { accountLabel: account, region, failure } = lane;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 border-t border-line py-1 pr-2 pl-4">
      <span className="min-w-24 flex-1">
        <span className="block">{region}</span>
        <span className="block text-xs text-muted">{t("lanes.environments", { count: lane.environmentCount })}</span>
      </span>
      <span className="text-sm">
        <LaneState lane={lane} />
      </span>
      <RefreshLanes lanes={[lane]} label={t("lanes.refreshLane", { account, region })} onAsk={onAsk} />
      {failure === null ? null : (
        <p className="w-full pb-1 text-xs text-muted">
          <code className="font-mono">{failure.operation}</code>: <span lang="en">{failure.message}</span>{" "}
          {t("failures.requestId")}: <code className="font-mono">{failure.requestId ?? t("failures.noRequestId")}</code>
        </p>
      )}
    </li>
  );
}

function AccountLanes({ lanes, onAsk }: { lanes: readonly [LaneView, ...LaneView[]]; onAsk: AskForScan }) {
  const t = useTranslations("environments");
  const [{ accountId, accountLabel: account }] = lanes;
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="flex items-center justify-between gap-x-3 bg-hover py-1 pr-2 pl-4">
        <span className="min-w-0 font-medium">
          {account} {account === accountId ? null : <span className="font-normal text-muted">{accountId}</span>}
        </span>
        <RefreshLanes lanes={lanes} label={t("lanes.refreshAccount", { account })} onAsk={onAsk} />
      </div>
      <ul aria-label={account}>
        {lanes.map((lane) => (
          <LaneItem key={lane.region} lane={lane} onAsk={onAsk} />
        ))}
      </ul>
    </li>
  );
}

/** Every lane with its state, by account; each, and each account's, can be read again from here. */
export function LaneList({ lanes }: { lanes: readonly LaneView[] }) {
  const t = useTranslations("environments");
  const scan = useRequestScan();
  const refused = refusalText(t, scan);
  return (
    <>
      <p className="border-b border-line px-4 py-2.5 text-sm text-muted">{t("lanes.explain")}</p>
      {refused === null ? null : (
        <Alert kind="error" live header={t("refresh.failed")}>
          <p>{refused}</p>
        </Alert>
      )}
      {lanes.length === 0 ? <p className="px-4 py-3">{t("lanes.none")}</p> : null}
      <ul
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolling by keyboard needs focus (axe: scrollable-region-focusable)
        tabIndex={0}
        aria-label={t("lanes.title")}
        className="max-h-[60dvh] overflow-y-auto focus-visible:-outline-offset-2"
      >
        {lanesByAccount(lanes).map((own) => (
          <AccountLanes key={own[0].accountId} lanes={own} onAsk={scan.mutate} />
        ))}
      </ul>
    </>
  );
}
