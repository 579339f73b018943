import { isDeepStrictEqual } from "node:util";
import { BUILT_IN, NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";

/** Takes a policy and tells whether it is what its name promises; "custom" promises nothing. */
export function isAsNamed(policy: Policy): boolean {
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
