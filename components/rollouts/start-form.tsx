"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { isStartReady, NOW_AND_IN_WINDOWS, startInput } from "#components/windows/start-choice.ts";
import { StartOptions } from "#components/windows/start-options.tsx";
import { paths } from "#lib/paths.ts";
import { useDiscardRollout, useStartRollout } from "#lib/queries/rollouts.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { DenialNote } from "./denial-note.tsx";
import { FailureAlert } from "./failure-alert.tsx";
import type { PlanSummary } from "./plan-summary.ts";

const CAP = { least: 1, most: 10, usual: 3 } as const;

/** The way to start a reviewed draft, as hard as what it does: the number typed, downtime accepted, a cap per lane. */
export function StartForm({
  rollout,
  summary,
  access,
}: {
  rollout: RolloutDetail;
  summary: PlanSummary;
  access: Access;
}) {
  const t = useTranslations("rollouts.review");
  const schedule = useTranslations("windows.schedule");
  const router = useRouter();
  const start = useStartRollout();
  const discard = useDiscardRollout();
  const [cap, setCap] = useState(String(Math.min(CAP.usual, Math.max(CAP.least, summary.largestLane))));
  const [typed, setTyped] = useState("");
  const [isDowntimeAccepted, setDowntimeAccepted] = useState(false);
  const [choice, setChoice] = useState(NOW_AND_IN_WINDOWS);

  const { changing, downtime, lanes } = summary;
  const isMany = rollout.targets.length > 1;
  const capPerLane = Number(cap);
  const isCapValid = Number.isInteger(capPerLane) && capPerLane >= CAP.least && capPerLane <= CAP.most;
  const isConfirmed = !isMany || typed.trim() === String(changing);
  const isAccepted = isConfirmed && (downtime === 0 || isDowntimeAccepted);
  const isReady = changing > 0 && isCapValid && isAccepted && isStartReady(choice);
  const startDenial = denialOf(access, roleFor(rollout), "change");
  const discardDenial = denialOf(access, roleFor(rollout), "look");
  const submit = () =>
    start.mutate({
      rolloutId: rollout.id,
      planHash: rollout.planHash,
      capPerLane,
      confirmation: isMany ? typed : null,
      downtimeAccepted: isDowntimeAccepted,
      ...startInput(choice),
    });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !start.isPending) submit();
      }}
    >
      <Panel
        footer={
          <div className="flex flex-wrap items-center justify-end gap-2">
            {startDenial === null ? null : <DenialNote denial={startDenial} role={access.role} />}
            {discardDenial === null ? (
              <Button
                variant="link"
                busy={discard.isPending}
                onClick={() => discard.mutate(rollout.id, { onSuccess: () => router.push(paths.rollouts()) })}
              >
                {t("discard")}
              </Button>
            ) : null}
            {startDenial === null ? (
              <Button type="submit" variant="primary" disabled={!isReady} busy={start.isPending}>
                {choice.isLater ? schedule("start") : t("start")}
              </Button>
            ) : null}
          </div>
        }
      >
        <div className="max-w-[75ch] space-y-4">
          <FailureAlert error={start.error ?? discard.error} />
          {changing === 0 ? <p className="font-medium">{t("nothing")}</p> : null}
          {changing > 0 && startDenial === null ? (
            <StartOptions rolloutId={rollout.id} value={choice} onChange={setChoice} access={access} />
          ) : null}
          {isMany && changing > 0 && startDenial === null ? (
            <>
              <TextField
                label={t("cap")}
                hint={t("capHint")}
                type="number"
                inputMode="numeric"
                min={CAP.least}
                max={CAP.most}
                value={cap}
                onChange={(event) => setCap(event.target.value)}
                {...(isCapValid ? {} : { error: `${CAP.least}–${CAP.most}` })}
                className="[&_input]:max-w-24"
              />
              {isCapValid ? (
                <p className="text-sm text-muted">
                  {t("lanes", { lanes, total: Math.min(changing, lanes * capPerLane) })}
                </p>
              ) : null}
              <TextField
                label={t("confirm", { count: changing })}
                hint={t("confirmHint", { count: changing })}
                inputMode="numeric"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                className="[&_input]:max-w-40"
              />
            </>
          ) : null}
          {downtime > 0 && startDenial === null ? (
            <Checkbox
              label={t("acceptDowntime", { count: downtime })}
              checked={isDowntimeAccepted}
              onChange={(event) => setDowntimeAccepted(event.target.checked)}
            />
          ) : null}
        </div>
      </Panel>
    </form>
  );
}
