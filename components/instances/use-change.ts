"use client";
import { useState } from "react";
import type { EnvironmentKey } from "#lib/imds/environment.ts";
import { useDiscardRollout, useLoadRollout, usePlanToggle, useStartRollout } from "#lib/queries/rollouts.ts";
import type { RolloutDetail, TargetView } from "#lib/rollouts/rollout.ts";
import type { Change } from "#lib/rollouts/target.ts";

type Stage =
  | { kind: "none" }
  | { kind: "confirming"; draft: RolloutDetail; target: TargetView }
  | { kind: "refused"; target: TargetView };

type Confirmed = { downtimeAccepted: boolean; inUseReason: string | null; windowOverride: string | null };

/** One change of one environment, from Apply to the confirmed start: a draft, looked at, then started or thrown away. */
export function useChange(key: EnvironmentKey, onStarted: () => void) {
  const [stage, setStage] = useState<Stage>({ kind: "none" });
  const plan = usePlanToggle();
  const load = useLoadRollout();
  const start = useStartRollout();
  const discard = useDiscardRollout();

  const look = (draft: RolloutDetail) => {
    const [target] = draft.targets;
    if (target === undefined) return;
    start.reset();
    if (target.state.status === "pending") {
      setStage({ kind: "confirming", draft, target });
      return;
    }
    // Nothing can be started: say why, and leave no draft behind.
    discard.mutate(draft.id);
    setStage({ kind: "refused", target });
  };
  const forget = () => {
    plan.reset();
    load.reset();
    setStage({ kind: "none" });
  };
  return {
    isPreparing: plan.isPending || load.isPending,
    prepareError: plan.error ?? load.error,
    refused: stage.kind === "refused" ? stage.target : null,
    confirming: stage.kind === "confirming" ? stage : null,
    isStarting: start.isPending,
    startError: start.error,
    forget,
    prepare: (change: Change) => {
      forget();
      plan.mutate({ key, change }, { onSuccess: look });
    },
    /** Takes the id of a draft made elsewhere (an undo) and has it confirmed here. */
    review: (rolloutId: string) => {
      forget();
      load.mutate(rolloutId, { onSuccess: look });
    },
    /** `inUseReason`: why IMDSv1 is disabled although it is in use there. */
    confirm: ({ downtimeAccepted, inUseReason, windowOverride }: Confirmed) => {
      if (stage.kind !== "confirming") return;
      const { id, planHash } = stage.draft;
      start.mutate(
        {
          rolloutId: id,
          planHash,
          confirmation: null,
          acknowledgements: {
            downtime: downtimeAccepted,
            noEvidence: false,
            inUse: inUseReason === null ? null : { kind: "override", reason: inUseReason },
          },
          startAt: null,
          windowOverride,
        },
        {
          onSuccess: () => {
            setStage({ kind: "none" });
            onStarted();
          },
        },
      );
    },
    cancel: () => {
      if (stage.kind === "confirming") discard.mutate(stage.draft.id);
      setStage({ kind: "none" });
    },
  };
}

export type ChangeInHand = ReturnType<typeof useChange>;
