"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { isStartReady, startInput } from "#components/windows/start-choice.ts";
import { StartOptions } from "#components/windows/start-options.tsx";
import { paths } from "#lib/paths.ts";
import { useDiscardRollout, useStartRollout } from "#lib/queries/rollouts.ts";
import { startNeeds } from "#lib/rollouts/acknowledge.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { AcknowledgeFields } from "./acknowledge-fields.tsx";
import { DenialNote } from "./denial-note.tsx";
import { FailureAlert } from "./failure-alert.tsx";
import { useKeptStart } from "./use-kept-start.ts";

/** The way to start the reviewed change of one environment: when, and what is accepted. */
export function StartForm({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const t = useTranslations("rollouts.review");
  const schedule = useTranslations("windows.schedule");
  const router = useRouter();
  const kept = useKeptStart(rollout, rollout.planHash);
  const { choice, accepted } = kept;
  const start = useStartRollout(kept.forget);
  const discard = useDiscardRollout({ forget: kept.forget, leave: () => router.push(paths.rollouts()) });

  const { targets } = rollout;
  const { pending, missing } = startNeeds(targets, accepted);
  const isReady = pending.length > 0 && missing.length === 0 && isStartReady(choice);
  const startDenial = denialOf(access, roleFor(rollout), "change");
  const discardDenial = denialOf(access, roleFor(rollout), "look");
  const submit = () =>
    start.mutate({
      rolloutId: rollout.id,
      planHash: rollout.planHash,
      confirmation: null,
      acknowledgements: accepted,
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
              <Button variant="link" busy={discard.isPending} onClick={() => discard.mutate(rollout.id)}>
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
          {pending.length === 0 ? <p className="font-medium">{t("nothing")}</p> : null}
          {pending.length > 0 && startDenial === null ? (
            <>
              <StartOptions rolloutId={rollout.id} value={choice} onChange={kept.setChoice} access={access} />
              <AcknowledgeFields
                targets={targets}
                value={accepted}
                onChange={kept.setAccepted}
                isMoved={kept.isMoved}
              />
            </>
          ) : null}
        </div>
      </Panel>
    </form>
  );
}
