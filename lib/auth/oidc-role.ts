import { greatest } from "./role.ts";
import type { Role } from "./role.ts";

function claimOf(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  // Keycloak nests: realm_access.roles. A claim whose own name has dots (a URL) was found above.
  return name
    .split(".")
    .reduce<unknown>((value, key) => new Map<string, unknown>(Object.entries(value ?? {})).get(key), claims);
}

/**
 * Takes what the identity provider says of a person and gives the greatest role any of their groups is mapped to;
 * `null` where none is: nobody gets in by default.
 */
export function roleOf(
  claims: Readonly<Record<string, unknown>>,
  claim: string,
  map: Readonly<Record<string, Role>>,
): Role | null {
  const value = claimOf(claims, claim);
  const groups = Array.isArray(value) ? value : [value];
  return greatest(
    groups
      .flatMap((group) => (typeof group === "string" && Object.hasOwn(map, group) ? [map[group] ?? []] : []))
      .flat(),
  );
}
