"use client";
import { ChevronDown, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { StatusIndicator } from "#components/ui/status-indicator.tsx";
import { Time } from "#components/ui/time.tsx";
import type { LaneView } from "#lib/imds/lane.ts";
import { failingLanes } from "./scan-totals.ts";

function LaneState({ lane }: { lane: LaneView }) {
  const t = useTranslations("environments");
  const { scan, failure, lastSuccessAt } = lane;
  if (scan.kind === "scanning") {
    const calls = t("lanes.calls", { done: scan.callsDone, known: Math.max(scan.callsKnown, scan.callsDone) });
    return (
      <StatusIndicator kind="in-progress">
        {t("lanes.scanning", { phase: t(`lanes.phase.${scan.phase}`) })} <span className="text-muted">{calls}</span>
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

/** Every lane with its state, behind one button. */
export function LanesPopover({ lanes }: { lanes: readonly LaneView[] }) {
  const t = useTranslations("environments");
  const failing = failingLanes(lanes).length;
  const trigger = (
    <Button icon={failing > 0 ? <TriangleAlert aria-hidden="true" className="size-4 text-error" /> : null}>
      {t("lanes.open")}
      <span className="font-normal text-muted">{lanes.length}</span>
      {failing > 0 ? <span className="sr-only">{t("failures.title", { count: failing })}</span> : null}
      <ChevronDown aria-hidden="true" className="size-4 text-muted" />
    </Button>
  );
  return (
    <Popover trigger={trigger} label={t("lanes.title")} align="end" className="w-112 p-0!">
      <p className="border-b border-line px-4 py-2.5 text-sm text-muted">{t("lanes.explain")}</p>
      {lanes.length === 0 ? <p className="px-4 py-3">{t("lanes.none")}</p> : null}
      <ul
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolling by keyboard needs focus (axe: scrollable-region-focusable)
        tabIndex={0}
        aria-label={t("lanes.title")}
        className="max-h-[60dvh] overflow-y-auto focus-visible:-outline-offset-2"
      >
        {lanes.map((lane) => (
          <li
            key={`${lane.accountId} ${lane.region}`}
            className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line px-4 py-1.5 last:border-b-0"
          >
            <span className="min-w-0">
              <span className="font-medium">{lane.accountLabel}</span> <span className="text-muted">{lane.region}</span>
              <span className="block text-xs text-muted">
                {lane.accountId} · {t("lanes.environments", { count: lane.environmentCount })}
              </span>
            </span>
            <span className="text-sm">
              <LaneState lane={lane} />
            </span>
            {lane.failure === null ? null : (
              <p className="w-full text-xs text-muted">
                <code className="font-mono">{lane.failure.operation}</code>: {lane.failure.message}{" "}
                {t("failures.requestId")}:{" "}
                <code className="font-mono">{lane.failure.requestId ?? t("failures.noRequestId")}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Popover>
  );
}
