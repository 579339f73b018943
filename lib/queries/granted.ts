import type { ActionFailure, ActionResult } from "#lib/errors.ts";
import { RequestFailure } from "./fetch-json.ts";

/** Takes what a server action answers and gives its value. Throws RequestFailure with the action's failure where it refused. */
export async function granted<T>(answer: Promise<ActionResult<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new RequestFailure(200, result.failure);
  return result.value;
}

/** Takes what a query or mutation failed with and gives why, in codes that both languages have words for. */
export function failureOf(error: Error): ActionFailure {
  return error instanceof RequestFailure ? error.failure : { code: "internal", detail: error.message, aws: null };
}
