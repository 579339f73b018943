import type { Gate } from "./gate.ts";
import { isInScope, movesToLaunchTemplate } from "./plan.ts";
import type { Scope } from "./plan.ts";
import type { Target } from "./target.ts";

/** What a roll back reaches, and what has to be said or asked before it. */
export type UndoScope = {
  scope: Scope;
  count: number;
  /** Some have moved to a launch template, and AWS does not go back. */
  keepsTemplate: boolean;
  /** AWS does not tell whether the earlier value of some had been set, or was the platform's default. */
  isOriginUnknown: boolean;
};

type Undone = Pick<Target, "state" | "before" | "change"> & { wave: number | null; gate: Gate | null };

/** Takes a rollout's targets and the numbers of its waves and gives what can be rolled back: all, the failed, or a wave, where that is not all there is. */
export function undoScopesOf(targets: readonly Undone[], waves: readonly number[]): UndoScope[] {
  const scopes: Scope[] = [
    { kind: "all" },
    { kind: "failed" },
    ...(waves.length > 1 ? waves.map((wave) => ({ kind: "wave" as const, wave })) : []),
  ];
  return scopes.flatMap((scope) => {
    const undone = targets.filter((target) => isInScope(target, scope));
    if (undone.length === 0) return [];
    return {
      scope,
      count: undone.length,
      keepsTemplate: undone.some(({ change, before }) => movesToLaunchTemplate(change, before)),
      isOriginUnknown: undone.some(({ before }) => before.equalsDefault && before.optionValue !== null),
    };
  });
}
