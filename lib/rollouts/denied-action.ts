import type { AwsFailure } from "#lib/errors.ts";
import { denialIn } from "./denial.ts";

/** IAM's refusals name the action; services word them in one of these ways. */
const NAMED = [/not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/u, /perform the '([a-z0-9-]+:[A-Za-z]+)' action/u];

/** Takes AWS's words of a missing permission and the operation they came with, and gives the action IAM wants allowed. */
export function deniedAction(words: string, operation: string): string {
  for (const named of NAMED) {
    const action = named.exec(words)?.[1];
    if (action !== undefined) return action;
  }
  return operation;
}

/** Takes a failed call and tells whether a missing permission stopped it. */
export function isDenied(failure: AwsFailure): boolean {
  return denialIn({ kind: "refused", failure }).length > 0;
}
