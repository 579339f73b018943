"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { isStartReady, NOW_AND_IN_WINDOWS, startInput } from "#components/windows/start-choice.ts";
import { StartOptions } from "#components/windows/start-options.tsx";
import { paths } from "#lib/paths.ts";
import { useDiscardRollout, useStartRollout } from "#lib/queries/rollouts.ts";
import { startNeeds } from "#lib/rollouts/acknowledge.ts";
import { NO_POLICY, problemsOf } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";
import type { Acknowledgements, RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { AcknowledgeFields } from "./acknowledge-fields.tsx";
import { DenialNote } from "./denial-note.tsx";
import { FailureAlert } from "./failure-alert.tsx";
import { PolicyChooser } from "./policy-chooser.tsx";
import type { PlanSummary } from "./plan-summary.ts";
import { WavePreview } from "./wave-preview.tsx";

/** At a time in a lane, where nobody said otherwise. */
const USUAL_CAP = 3;
const NOTHING: Acknowledgements = { downtime: false, noEvidence: false, inUse: null };

/** The policy a draft is reviewed with at first: its own, or none with a cap that suits it. */
function firstPolicy({ policy, targets }: RolloutDetail, { largestLane }: PlanSummary): Policy {
  if (policy.name !== "none" || targets.length === 1) return policy;
  return { ...NO_POLICY, cap: { perLane: Math.min(USUAL_CAP, Math.max(1, largestLane)), inAll: null } };
}

const isReasoned = ({ inUse }: Acknowledgements): boolean =>
  inUse?.kind !== "override" || inUse.reason.trim().length >= 3;

/** The way to start a reviewed draft, as hard as what it does: a policy, what is accepted, and the number typed. */
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
  const [policy, setPolicy] = useState(() => firstPolicy(rollout, summary));
  const [accepted, setAccepted] = useState(NOTHING);
  const [typed, setTyped] = useState("");
  const [choice, setChoice] = useState(NOW_AND_IN_WINDOWS);

  const { targets } = rollout;
  const isMany = targets.length > 1;
  const planned = useMemo(() => targets.filter(({ state }) => state.status === "pending"), [targets]);
  const needs = useMemo(() => startNeeds(targets, accepted), [targets, accepted]);
  const changing = needs.pending.length;
  const problems = problemsOf(policy);
  const isConfirmed = !isMany || typed.trim() === String(changing);
  const isAccepted = isConfirmed && needs.missing.length === 0 && isReasoned(accepted);
  const isReady = changing > 0 && problems.length === 0 && isAccepted && isStartReady(choice);
  const startDenial = denialOf(access, roleFor(rollout), "change");
  const discardDenial = denialOf(access, roleFor(rollout), "look");
  const submit = () =>
    start.mutate({
      rolloutId: rollout.id,
      planHash: rollout.planHash,
      confirmation: isMany ? typed : null,
      acknowledgements: accepted,
      ...startInput(choice),
      ...(isMany ? { policy } : {}),
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
          {planned.length === 0 ? <p className="font-medium">{t("nothing")}</p> : null}
          {isMany && planned.length > 0 && startDenial === null ? (
            <>
              <PolicyChooser policy={policy} problems={problems} onChange={setPolicy} />
              {problems.length === 0 ? <WavePreview targets={needs.pending} policy={policy} /> : null}
            </>
          ) : null}
          {planned.length > 0 && startDenial === null ? (
            <StartOptions rolloutId={rollout.id} value={choice} onChange={setChoice} access={access} />
          ) : null}
          {planned.length > 0 && startDenial === null ? (
            <AcknowledgeFields targets={targets} value={accepted} onChange={setAccepted} />
          ) : null}
          {isMany && planned.length > 0 && startDenial === null ? (
            <TextField
              label={t("confirm", { count: changing })}
              hint={t("confirmHint", { count: changing })}
              inputMode="numeric"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className="[&_input]:max-w-40"
            />
          ) : null}
        </div>
      </Panel>
    </form>
  );
}
