import { isDeepStrictEqual } from "node:util";
import { asSaved, BUILT_IN, NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy, SavedPolicy } from "#lib/rollouts/policy.ts";

/**
 * Takes a policy, and what is saved now under the id it names, and tells whether it is what its name promises; "custom" alone
 * promises nothing.
 */
export function isAsNamed(policy: Policy, kept: SavedPolicy | null): boolean {
  if (policy.saved !== undefined) return kept !== null && isDeepStrictEqual(policy, asSaved(kept));
  switch (policy.name) {
    case "custom":
      return true;
    case "none":
      // How many at once is asked for beside it.
      return isDeepStrictEqual({ ...policy, cap: NO_POLICY.cap }, NO_POLICY);
    case "careful":
    case "steady":
    case "fast":
      return isDeepStrictEqual(policy, BUILT_IN[policy.name]);
  }
}
