"use client";
import { useMemo } from "react";
import { DraftWizard } from "#components/rollout-wizard/draft-wizard.tsx";
import type { RolloutDetail } from "#lib/rollouts/rollout.ts";
import type { Access } from "./access.ts";
import { PlanPart } from "./plan-part.tsx";
import { summarise } from "./plan-summary.ts";
import { StartForm } from "./start-form.tsx";

/** A draft before it starts. One environment's own change is reviewed on one panel, all others step by step. */
export function Review({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const { kind, targets } = rollout;
  const isSingle = kind !== "bulk" && targets.length === 1;
  return isSingle ? (
    <SingleReview rollout={rollout} access={access} />
  ) : (
    <DraftWizard rollout={rollout} access={access} />
  );
}

function SingleReview({ rollout, access }: { rollout: RolloutDetail; access: Access }) {
  const { targets } = rollout;
  const summary = useMemo(() => summarise(targets), [targets]);
  return (
    <>
      <PlanPart targets={targets} summary={summary} />
      <StartForm rollout={rollout} access={access} />
    </>
  );
}
