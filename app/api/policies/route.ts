import { answer } from "#app/api/environments/answer.ts";
import { listSavedPolicies } from "#lib/db/saved-policies.ts";

/** GET: the policies that people saved, by name. */
export function GET(): Promise<Response> {
  return answer(listSavedPolicies);
}
