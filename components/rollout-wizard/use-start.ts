"use client";
import { useMemo, useState } from "react";
import { changeSelection } from "#components/environments/selection-store.ts";
import { emptySelection } from "#components/environments/selection.ts";
import { useKeptStart } from "#components/rollouts/use-kept-start.ts";
import { isStartReady, startInput } from "#components/windows/start-choice.ts";
import { useStartRollout } from "#lib/queries/rollouts.ts";
import { startNeeds } from "#lib/rollouts/acknowledge.ts";
import { textOf } from "#lib/rollouts/plan.ts";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Confirmation } from "./confirm-fields.tsx";
import type { ChosenPolicy } from "./use-pinned-policy.ts";

/** Everything a start needs beside the policy: when, what is accepted, the number typed; and the start itself. */
export function useStart(rollout: RolloutDetail, chosen: ChosenPolicy) {
  const { planHash, policy } = chosen;
  const plan = planHash ?? `${rollout.planHash} ${textOf(policy)}`;
  const { choice: when, setChoice: setWhen, accepted, setAccepted, isMoved, forget } = useKeptStart(rollout, plan);
  const mutation = useStartRollout(forget);
  // The last thing before the start is done by hand each time, for the plan that is shown.
  const [written, setWritten] = useState({ plan, typed: "" });
  const typed = written.plan === plan ? written.typed : "";
  const { targets } = rollout;
  const { pending: changing, missing } = useMemo(() => startNeeds(targets, accepted), [targets, accepted]);
  const isMany = targets.length > 1;
  const isTyped = !isMany || typed.trim() === String(changing.length);
  const isConfirmed = changing.length > 0 && isTyped && missing.length === 0;
  const isReady = isConfirmed && chosen.problems.length === 0 && isStartReady(when);
  const start = async () => {
    if (!isReady || mutation.isPending || chosen.isPinning) return;
    const { pathname } = window.location;
    const answer = await mutation
      .mutateAsync({
        rolloutId: rollout.id,
        planHash: planHash ?? rollout.planHash,
        confirmation: isMany ? typed : null,
        acknowledgements: accepted,
        ...startInput(when),
        ...(planHash === null ? { policy } : {}),
      })
      // Shown by `error`.
      .catch(() => null);
    if (answer === null) return;
    // What was selected in the list is under way, and what runs has no steps.
    changeSelection(() => emptySelection);
    if (window.location.pathname === pathname) window.history.replaceState(null, "", pathname);
  };
  return {
    when,
    setWhen,
    confirmation: { accepted, typed },
    setConfirmation: (now: Confirmation) => {
      setAccepted(now.accepted);
      setWritten({ plan, typed: now.typed });
    },
    isMoved,
    forget,
    changing,
    isReady,
    start,
    isStarting: mutation.isPending,
    error: mutation.error,
  };
}
