import type { StatusKind } from "#components/ui/status-indicator.tsx";
import type { ConfiguredWord, EffectiveWord } from "#lib/imds/posture.ts";
import type { Verdict } from "#lib/imds/readiness.ts";

/** How each word of what is configured and what is effective is marked, wherever it stands. */
export const CONFIGURED_MARKS: Record<ConfiguredWord, StatusKind> = {
  "v2-only": "success",
  "v1-and-v2": "warning",
  unsupported: "not-applicable",
  "not-applicable": "not-applicable",
  unknown: "unknown",
};

export const EFFECTIVE_MARKS: Record<EffectiveWord, StatusKind> = {
  "v2-only": "success",
  "v1-and-v2": "warning",
  mixed: "warning",
  "no-instances": "not-started",
  "not-applicable": "not-applicable",
  unknown: "unknown",
};

/** How each verdict on disabling IMDSv1 is marked. */
export const VERDICT_MARKS: Record<Verdict, StatusKind> = {
  "in-use": "error",
  ready: "success",
  "no-evidence": "unknown",
  busy: "pending",
  blocked: "stopped",
  "already-enforced": "success",
  "not-applicable": "not-applicable",
};
