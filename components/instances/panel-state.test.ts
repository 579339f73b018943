import { expect, test } from "vitest";
import type { Configured, Posture } from "#lib/imds/posture.ts";
import { editDenialOf, saidOf } from "./panel-state.ts";

const posture = (configured: Configured): Posture => ({
  configured,
  effective: { kind: "no-instances" },
  drift: false,
  draft: "none",
  launch: "unknown",
});

test.each<[Configured, said: string, denial: string | undefined]>([
  [{ kind: "known", methods: "v2-only", source: "platform-default", equalsDefault: true }, "v2-only", undefined],
  [{ kind: "unknown", why: "not-read" }, "not-read", "unknown"],
  // To set it is what helps.
  [{ kind: "unknown", why: "default-unknown" }, "default-unknown", undefined],
  [{ kind: "unknown", why: "odd-value", value: "" }, "odd-value", undefined],
  [{ kind: "unsupported" }, "unsupported", "unsupported"],
  [{ kind: "not-applicable" }, "not-applicable", "not-applicable"],
])("%j says %s and denies an edit for %s", (configured, said, denial) => {
  const environment = { posture: posture(configured), activeRolloutId: null, status: "Ready" };
  expect(saidOf(configured)).toBe(said);
  expect(editDenialOf(environment, { role: "operator", readOnly: false })?.kind).toBe(denial);
});
