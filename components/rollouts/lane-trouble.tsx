"use client";
import { useTranslations } from "next-intl";
import { Alert } from "#components/ui/alert.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import type { LaneProgress } from "#lib/rollouts/progress.ts";
import { AwsWords } from "./aws-words.tsx";

/** More lanes than that are told by their number; the panel of lanes has each. */
const SHOWN = 3;

/** The lanes that cannot be worked on at the moment, with AWS's words. */
export function LaneTrouble({ lanes }: { lanes: readonly LaneProgress[] }) {
  const t = useTranslations("rollouts.running");
  const troubled = lanes.flatMap(({ failure, ...lane }) => (failure === null ? [] : [{ ...lane, failure }]));
  if (troubled.length === 0) return null;
  return (
    <Alert kind="warning" live header={t("laneFailures")}>
      {troubled.slice(0, SHOWN).map(({ accountId, accountLabel, region, failure }) => (
        <Disclosure
          key={`${accountId} ${region}`}
          summary={
            <span>
              {accountLabel} · {region}: {failure.code}
            </span>
          }
        >
          {accountId === accountLabel ? null : <p className="text-sm">{accountId}</p>}
          <AwsWords failure={failure} />
        </Disclosure>
      ))}
      {troubled.length > SHOWN ? <p>+ {troubled.length - SHOWN}</p> : null}
    </Alert>
  );
}
