"use client";
import type { RolloutProgress } from "#lib/rollouts/progress.ts";
import type { Access } from "./access.ts";
import { denialOf, roleFor } from "./access.ts";
import { DenialNote } from "./denial-note.tsx";
import { ReportMenu } from "./report-menu.tsx";
import { RetryButton } from "./retry-button.tsx";
import { UndoButton } from "./undo-button.tsx";

/** What can be done with an ended rollout: try the failed ones again, undo the others, take the report away. */
export function ReportActions({ rollout, access }: { rollout: RolloutProgress; access: Access }) {
  const denial = denialOf(access, roleFor(rollout), "change");
  return (
    <>
      {denial === null ? null : <DenialNote denial={denial} role={access.role} />}
      <RetryButton rollout={rollout} access={access} />
      <UndoButton rollout={rollout} access={access} />
      <ReportMenu rollout={rollout} />
    </>
  );
}
