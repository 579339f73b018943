import type { Role } from "#lib/auth/role.ts";
import { atLeast } from "#lib/auth/role.ts";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { methodsOf } from "#lib/imds/posture.ts";
import type { Configured, Methods } from "#lib/imds/posture.ts";

/** Why the setting cannot be edited now; `null`: it can. */
export type EditDenial =
  | { kind: "role" | "readOnly" | "unsupported" | "not-applicable" | "unknown" }
  | { kind: "rollout"; rolloutId: string }
  | { kind: "busy"; status: string }
  | null;

/** Takes an environment and who looks, and gives why the setting cannot be edited: what never changes first. */
export function editDenialOf(
  environment: Pick<EnvironmentDetail, "posture" | "activeRolloutId" | "status">,
  access: { role: Role; readOnly: boolean },
): EditDenial {
  const { configured } = environment.posture;
  // Where the setting was read and tells nothing, setting it is what helps.
  const isUntold = configured.kind === "unknown" && configured.why !== "not-read";
  if (configured.kind !== "known" && !isUntold) return { kind: configured.kind };
  if (access.readOnly) return { kind: "readOnly" };
  if (!atLeast(access.role, "operator")) return { kind: "role" };
  if (environment.activeRolloutId !== null) return { kind: "rollout", rolloutId: environment.activeRolloutId };
  if (environment.status !== "Ready") return { kind: "busy", status: environment.status };
  return null;
}

/** Takes what is configured and gives what the setting says, or why it says nothing. */
export function saidOf(configured: Configured) {
  switch (configured.kind) {
    case "known":
      return configured.methods;
    case "unknown":
      return configured.why;
    case "unsupported":
    case "not-applicable":
      return configured.kind;
  }
}

/** Takes what is configured and gives where the value comes from, as far as AWS tells; `null` where nothing is known. */
export function originOf(configured: Configured): "unset" | "equal" | "set" | null {
  if (configured.kind !== "known") return null;
  if (configured.source === "platform-default") return "unset";
  return configured.equalsDefault ? "equal" : "set";
}

/** What is known of a platform's default. */
export type DefaultKnown = { kind: "known"; methods: Methods } | { kind: "unsupported" | "not-applicable" | "unknown" };

/** Takes an environment and gives its platform's default, or why there is none. */
export function defaultOf({
  posture,
  platformDefault,
}: Pick<EnvironmentDetail, "posture" | "platformDefault">): DefaultKnown {
  if (posture.configured.kind === "unsupported" || posture.configured.kind === "not-applicable")
    return { kind: posture.configured.kind };
  const methods = platformDefault === null ? undefined : methodsOf(platformDefault);
  return methods === undefined ? { kind: "unknown" } : { kind: "known", methods };
}
