"use client";
import { useEffect, useRef, useState } from "react";
import type { PlanSummary } from "#components/rollouts/plan-summary.ts";
import { useChoosePolicy } from "#lib/queries/rollouts.ts";
import { textOf } from "#lib/rollouts/plan.ts";
import { problemsOf } from "#lib/rollouts/policy.ts";
import type { Policy, PolicyProblem } from "#lib/rollouts/policy.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { DraftStep } from "./draft-step.ts";
import { firstPolicy } from "./first-policy.ts";

export type ChosenPolicy = {
  policy: Policy;
  problems: readonly PolicyProblem[];
  set: (policy: Policy) => void;
  /** Has the server keep it, unless it does or cannot; then `onPinned`. */
  pin: (onPinned?: () => void) => void;
  isPinning: boolean;
  error: Error | null;
  /** What starts the draft with it; `null`: it is not pinned. */
  planHash: string | null;
};

/** The policy that is being chosen for a draft, and what the server keeps of it, so that a reload finds it. */
export function usePinnedPolicy(rollout: RolloutDetail, summary: PlanSummary): ChosenPolicy {
  const [policy, setPolicy] = useState(() => firstPolicy(rollout, summary));
  const [pinned, setPinned] = useState<{ policy: Policy; planHash: string } | null>(null);
  const choose = useChoosePolicy();
  const problems = problemsOf(policy);
  // The draft as read anew comes first: what AWS says to its settings may change the plan under the same policy.
  const isKept = textOf(rollout.policy) === textOf(policy);
  const planHash = isKept ? rollout.planHash : pinned?.policy === policy ? pinned.planHash : null;
  const pin: ChosenPolicy["pin"] = (onPinned) => {
    if (problems.length > 0 || choose.isPending) return;
    if (planHash !== null) {
      onPinned?.();
      return;
    }
    const keep = (answer: { planHash: string }) => {
      setPinned({ policy, planHash: answer.planHash });
      onPinned?.();
    };
    choose.mutate({ rolloutId: rollout.id, planHash: rollout.planHash, policy }, { onSuccess: keep });
  };
  return { policy, problems, set: setPolicy, pin, isPinning: choose.isPending, error: choose.error, planHash };
}

/** Pins the policy when its step is left by Back or by a link; the button that leads on has done so before. */
export function usePinOnLeaving(step: DraftStep, pin: ChosenPolicy["pin"]): void {
  const before = useRef(step);
  useEffect(() => {
    const isLeft = before.current === "policy" && step !== "policy";
    before.current = step;
    if (isLeft) pin();
  }, [step, pin]);
}
