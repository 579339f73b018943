import { atLeast } from "#lib/auth/role.ts";
import type { Role } from "#lib/auth/role.ts";
import type { RolloutKind } from "#lib/rollouts/rollout.ts";

/** What the person looking may do; the server checks again. */
export type Access = { role: Role; readOnly: boolean };

/** Why something is not offered; `null`: it is. */
export type Denial = { kind: "role"; needed: Role } | { kind: "readOnly" } | null;

/** Takes a rollout and gives the least role that may act on it: one environment or many. */
export function roleFor(rollout: { kind: RolloutKind } & ({ targets: readonly unknown[] } | { total: number })): Role {
  const total = "total" in rollout ? rollout.total : rollout.targets.length;
  return total > 1 || rollout.kind === "bulk" ? "author" : "operator";
}

/** Takes what somebody may do and the role something needs and gives why not, or `null`; `change`: it leads to AWS. */
export function denialOf({ role, readOnly }: Access, needed: Role, reach: "look" | "change"): Denial {
  if (reach === "change" && readOnly) return { kind: "readOnly" };
  return atLeast(role, needed) ? null : { kind: "role", needed };
}
