"use client";
import type { FailReason } from "#lib/rollouts/target.ts";
import { useRolloutWords } from "./use-rollout-words.ts";
import { tellingLine } from "#lib/rollouts/advice.ts";

/** A failure in one line: AWS's own where there is one, else ours. */
export function FailureLine({ reason }: { reason: FailReason }) {
  const words = useRolloutWords();
  const line = tellingLine(reason);
  if (line === null) return words.fail(reason);
  return (
    <span lang="en" translate="no">
      {line}
    </span>
  );
}
