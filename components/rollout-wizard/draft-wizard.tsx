"use client";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { changeSelection } from "#components/environments/selection-store.ts";
import { emptySelection, setKeys } from "#components/environments/selection.ts";
import { denialOf, roleFor } from "#components/rollouts/access.ts";
import type { Access } from "#components/rollouts/access.ts";
import { DenialNote } from "#components/rollouts/denial-note.tsx";
import { FailureAlert } from "#components/rollouts/failure-alert.tsx";
import { PlanPart } from "#components/rollouts/plan-part.tsx";
import { summarise } from "#components/rollouts/plan-summary.ts";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { isStartReady } from "#components/windows/start-choice.ts";
import { paths } from "#lib/paths.ts";
import { useDiscardRollout } from "#lib/queries/rollouts.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import { AsCodePanel } from "./as-code-panel.tsx";
import { ConfirmFields } from "./confirm-fields.tsx";
import { DRAFT_STEPS } from "./draft-step.ts";
import type { DraftStep } from "./draft-step.ts";
import { PolicyStep } from "./policy-step.tsx";
import { ReviewRecap } from "./review-recap.tsx";
import { directionOf, NO_CHOICE, writeSelection } from "./selection-address.ts";
import { StepForm } from "./step-form.tsx";
import { StepHeading } from "./step-heading.tsx";
import { useDraftStep } from "./use-draft-step.ts";
import { usePinnedPolicy, usePinOnLeaving } from "./use-pinned-policy.ts";
import { useStart } from "./use-start.ts";
import { ValidationProgress } from "./validation-progress.tsx";
import { WizardSteps } from "./wizard-steps.tsx";
import type { StepPlaces } from "./wizard-steps.tsx";

/** The way back to the first step, with the draft's environments selected; an undo or a retry has none. */
function useSelectPlace({ id, kind, change, targets }: RolloutDetail): StepPlaces {
  const router = useRouter();
  if (kind !== "bulk" || change.kind === "mixed") return {};
  const chosen = { ...NO_CHOICE, source: "selection", direction: directionOf(change), replaces: id } as const;
  const href = paths.newRollout(writeSelection(chosen).toString());
  return {
    select: {
      href,
      onGo: () => {
        changeSelection(() => setKeys(emptySelection, targets, true));
        router.push(href);
      },
    },
  };
}

/** A draft on its way to a start: its plan, its policy, and the review of both. What is chosen outlives going to and fro. */
export function DraftWizard({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const t = useTranslations("wizard");
  const review = useTranslations("rollouts.review");
  const schedule = useTranslations("windows.schedule");
  const router = useRouter();
  const { targets } = rollout;
  const summary = useMemo(() => summarise(targets), [targets]);
  const planned = useMemo(() => targets.filter(({ state }) => state.status === "pending"), [targets]);
  const chosen = usePinnedPolicy(rollout, summary);
  const start = useStart(rollout, chosen);
  const discard = useDiscardRollout({ forget: start.forget, leave: () => router.push(paths.rollouts()) });
  const [isAsked, setAsked] = useState(false);
  const startDenial = denialOf(access, roleFor(rollout), "change");
  const discardDenial = denialOf(access, roleFor(rollout), "look");
  const isStartable = planned.length > 0 && startDenial === null;
  const isDecided = chosen.problems.length === 0 && isStartReady(start.when);
  const { step, go, hrefOf } = useDraftStep({
    plan: true,
    policy: isStartable,
    review: isStartable && isDecided,
  });
  usePinOnLeaving(step, chosen.pin);
  const selectPlace = useSelectPlace(rollout);
  const place = (to: DraftStep) => ({ href: hrefOf(to), onGo: () => go(to) });
  const places: StepPlaces = {
    ...selectPlace,
    plan: place("plan"),
    ...(isStartable ? { policy: place("policy") } : {}),
    ...(isStartable && isDecided ? { review: place("review") } : {}),
  };

  const next = () => {
    setAsked(true);
    switch (step) {
      case "plan":
        if (isStartable) go("policy");
        break;
      case "policy":
        if (isDecided) chosen.pin(() => go("review"));
        break;
      case "review":
        void start.start();
    }
  };
  const previous =
    step === "plan" ? selectPlace.select?.onGo : () => go(DRAFT_STEPS[DRAFT_STEPS.indexOf(step) - 1] ?? "plan");
  const submit = {
    plan: t("next"),
    policy: chosen.isPinning ? t("saving") : t("next"),
    review: start.when.isLater ? schedule("start") : review("start"),
  };
  return (
    <>
      <WizardSteps current={step} places={places} />
      <StepHeading step={step}>{t(`${step}.title`)}</StepHeading>
      {step === "policy" ? null : <ValidationProgress {...rollout.validated} />}
      <StepForm
        onNext={next}
        buttons={
          <>
            {startDenial === null ? null : <DenialNote denial={startDenial} role={access.role} />}
            {discardDenial === null ? (
              <Button variant="link" busy={discard.isPending} onClick={() => discard.mutate(rollout.id)}>
                {review("discard")}
              </Button>
            ) : null}
            {startDenial === null && previous !== undefined ? (
              <Button onClick={previous}>{t("previous")}</Button>
            ) : null}
            {isStartable ? (
              <Button
                type="submit"
                variant="primary"
                disabled={step === "review" && !start.isReady}
                busy={chosen.isPinning || start.isStarting}
              >
                {submit[step]}
              </Button>
            ) : null}
          </>
        }
      >
        {step === "plan" ? (
          <>
            {planned.length === 0 ? <Alert kind="info" header={t("plan.nothing")} /> : null}
            <PlanPart targets={targets} summary={summary} />
          </>
        ) : null}
        {step === "policy" ? (
          <>
            <PolicyStep
              rollout={rollout}
              changing={start.changing}
              chosen={chosen}
              start={start.when}
              onStart={start.setWhen}
              access={access}
            />
            {isAsked && !isDecided ? (
              <Alert kind="error" live header={t("policy.incomplete")}>
                <p>{t("policy.incompleteHint")}</p>
              </Alert>
            ) : null}
          </>
        ) : null}
        {step === "review" ? (
          <>
            <ReviewRecap
              rollout={rollout}
              summary={summary}
              changing={start.changing}
              policy={chosen.policy}
              start={start.when}
              places={places}
            />
            <AsCodePanel targets={start.changing} />
            <Panel level={3} header={t("review.accept")}>
              <ConfirmFields
                targets={targets}
                changing={start.changing.length}
                value={start.confirmation}
                onChange={start.setConfirmation}
                isMoved={start.isMoved}
              />
            </Panel>
          </>
        ) : null}
        <FailureAlert error={start.error ?? chosen.error ?? discard.error} />
      </StepForm>
    </>
  );
}
