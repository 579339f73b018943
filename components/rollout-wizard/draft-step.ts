/** All steps of the way to a rollout, in order: the first has an address of its own, the others are a draft's. */
export const WIZARD_STEPS = ["select", "plan", "policy", "review"] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

export const DRAFT_STEPS = ["plan", "policy", "review"] as const;
export type DraftStep = (typeof DRAFT_STEPS)[number];

/** Takes the step an address asks for and which ones may be gone to, and gives the one to show: it, or the last before it. */
export function stepToShow(asked: string | null, isOpen: Record<DraftStep, boolean>): DraftStep {
  const place = DRAFT_STEPS.findIndex((step) => step === asked);
  return DRAFT_STEPS.slice(0, place + 1).findLast((step) => isOpen[step]) ?? "plan";
}
