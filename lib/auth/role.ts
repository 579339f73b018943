/** From least to most; each may do what those before it may. Safe in the browser. */
export const ROLES = ["viewer", "operator", "author", "approver", "admin"] as const;

export type Role = (typeof ROLES)[number];

/** Takes any value and tells whether it is a role's name. */
export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

/** Takes the role somebody has and the one something needs, and tells whether it suffices. */
export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Takes roles and gives the greatest of them, or `null` for none. */
export function greatest(roles: readonly Role[]): Role | null {
  return roles.reduce<Role | null>((best, role) => (best === null || atLeast(role, best) ? role : best), null);
}
