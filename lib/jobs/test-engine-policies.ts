import { NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Canary, Policy } from "#lib/rollouts/policy.ts";

const ONE_FIRST: Canary = { kind: "amount", amount: { kind: "count", count: 1 } };
const tolerates = (perLane: number | null, together: number | null): Policy["tolerance"] => ({
  perLane: perLane === null ? null : { kind: "count", count: perLane },
  inAll: together === null ? null : { kind: "count", count: together },
  mode: "strict",
});

/** What rollouts of a run keep to beside their cap. */
const POLICIES = {
  none: {},
  "no failure": { tolerance: tolerates(0, null) },
  "one failure in all": { tolerance: tolerates(null, 1) },
  waves: { canary: ONE_FIRST, waves: { by: "percent", steps: [50, 100] }, tolerance: tolerates(1, 0) },
  bakes: { canary: ONE_FIRST, bakeMinutes: { canary: 10, wave: 5 }, tolerance: tolerates(null, 0) },
} as const satisfies Record<string, Partial<Policy>>;

export type PolicyKey = keyof typeof POLICIES;

/** Takes a setup's policy and cap and gives the whole policy. */
export function policyOf(key: PolicyKey, cap: number): Policy {
  const chosen = structuredClone<Partial<Policy>>(POLICIES[key]);
  return { ...NO_POLICY, ...chosen, cap: { perLane: cap, inAll: null } };
}
