"use client";
import { useTranslations } from "next-intl";
import { Steps } from "#components/ui/steps.tsx";
import type { Step } from "#components/ui/steps.tsx";
import { WIZARD_STEPS } from "./draft-step.ts";
import type { WizardStep } from "./draft-step.ts";

/** Where each step is and how one goes there; a step that is not in it cannot be gone to. */
export type StepPlaces = Partial<Record<WizardStep, Pick<Step, "onGo"> & { href: string }>>;

/** The four steps to a rollout. */
export function WizardSteps({ current, places }: { current: WizardStep; places: StepPlaces }) {
  const t = useTranslations("wizard.steps");
  return (
    <Steps
      label={t("label")}
      current={current}
      position={t("position", {
        number: WIZARD_STEPS.indexOf(current) + 1,
        count: WIZARD_STEPS.length,
        name: t(current),
      })}
      doneLabel={t("done")}
      steps={WIZARD_STEPS.map((step) => ({
        key: step,
        label: t(step),
        href: places[step]?.href ?? null,
        onGo: places[step]?.onGo,
      }))}
    />
  );
}
