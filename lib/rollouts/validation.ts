import type { AwsFailure } from "#lib/errors.ts";
import type { Target } from "./target.ts";

/** A line of AWS's answer, in its words; of which option, where it says so. */
export type ValidationMessage = {
  severity: "error" | "warning";
  message: string;
  namespace: string | null;
  optionName: string | null;
};

/** What AWS said when it was asked whether an environment would take a setting. `unanswered` blocks nothing. */
export type Validation =
  | { kind: "ok" }
  | { kind: "messages"; messages: ValidationMessage[] }
  | { kind: "unanswered"; failure: AwsFailure };

/** A plan's target as far as its validation goes. */
type Asked = Pick<Target, "change" | "state" | "validation">;

/** How far AWS has been asked: of so many targets, those that have an answer, or a failure in its place. */
export type ValidationProgress = { answered: number; of: number };

/** Takes AWS's answer and gives the lines that stand against the setting, none where it would be taken. */
function errorsOf(validation: Validation | null): ValidationMessage[] {
  return validation?.kind === "messages" ? validation.messages.filter(({ severity }) => severity === "error") : [];
}

/** Takes a target and tells whether AWS is still to be asked about it: the operation knows values, and no removals. */
export function isUnvalidated({ change, state, validation }: Asked): boolean {
  return validation === null && change.kind === "set" && state.status === "pending";
}

/** Takes a plan's target and AWS's answer and gives it with that: what AWS would refuse is blocked. */
export function withValidation<T extends Asked>(target: T, validation: Validation): T {
  const messages = errorsOf(validation);
  if (messages.length === 0 || target.state.status !== "pending") return { ...target, validation };
  return { ...target, validation, state: { status: "blocked", attempt: 0, reason: { kind: "invalid", messages } } };
}

/** Takes a plan's targets and tells how far AWS has been asked about them. */
export function validationProgress(targets: readonly Asked[]): ValidationProgress {
  const answered = targets.filter(({ validation }) => validation !== null).length;
  return { answered, of: answered + targets.filter(isUnvalidated).length };
}
