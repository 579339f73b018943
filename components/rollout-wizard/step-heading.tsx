"use client";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import type { WizardStep } from "./draft-step.ts";

// The step that was shown last since the page was loaded. A page that has just been loaded keeps the focus where browsers put it.
let last: WizardStep | null = null;

/** A step's title; takes the focus when one comes from another step, so that the step is read from its beginning. */
export function StepHeading({ step, children }: { step: WizardStep; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const isMoved = last !== null && last !== step;
    last = step;
    if (!isMoved) return;
    window.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [step]);
  return (
    <h2 ref={heading} tabIndex={-1} className="w-fit rounded-control text-xl font-semibold">
      {children}
    </h2>
  );
}
