"use client";
import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { stepToShow } from "./draft-step.ts";
import type { DraftStep } from "./draft-step.ts";

const addressOf = (step: DraftStep): string => `?step=${step}`;

/** The draft's step, owned by the address: Back, reload and a shared address work. One that cannot be shown yet is not kept there. */
export function useDraftStep(isOpen: Record<DraftStep, boolean>) {
  const asked = useSearchParams().get("step");
  const step = stepToShow(asked, isOpen);
  useEffect(() => {
    // Else it would be jumped to the moment that what is missing is there.
    if (asked !== null && asked !== step) window.history.replaceState(null, "", addressOf(step));
  }, [asked, step]);
  return {
    step,
    hrefOf: addressOf,
    go: (to: DraftStep) => window.history.pushState(null, "", addressOf(to)),
  };
}
