import { expect, it } from "vitest";
import { isAsNamed } from "./named-policy.ts";
import { asSaved, BUILT_IN, customFrom, NO_POLICY } from "#lib/rollouts/policy.ts";
import type { Policy } from "#lib/rollouts/policy.ts";

const isSo = (policy: Policy) => isAsNamed(policy, null);

it("a policy that is called as a built-in one is that one, and any may be called custom", () => {
  const many = { perLane: 50, inAll: null };
  expect(isSo({ ...NO_POLICY, cap: many })).toBe(true);
  expect(isSo({ ...NO_POLICY, waves: { by: "region" } })).toBe(false);
  expect(isSo(NO_POLICY)).toBe(true);
  for (const policy of Object.values(BUILT_IN)) {
    // However its keys are ordered.
    expect(isSo(Object.assign({}, { tolerance: policy.tolerance }, policy))).toBe(true);
    expect(isSo({ ...policy, cap: many })).toBe(false);
    expect(isSo({ ...policy, name: "custom", cap: many })).toBe(true);
  }
});

it("a policy that names a saved one is that one as it is now, by id, name and values", () => {
  const policy = customFrom(BUILT_IN.steady);
  const kept = { id: "one", name: "Weekend", policy, savedBy: "ann", savedAt: "2026-01-01T00:00:00.000Z" };
  const named = asSaved(kept);
  expect(isAsNamed(named, kept)).toBe(true);
  expect(isAsNamed({ ...named, cap: { perLane: 9, inAll: null } }, kept)).toBe(false);
  expect(isAsNamed(named, { ...kept, name: "Nights" })).toBe(false);
  expect(isAsNamed(named, { ...kept, id: "another" })).toBe(false);
  expect(isAsNamed(named, null)).toBe(false);
  // Nor does it lend its name to one that comes along.
  expect(isAsNamed({ ...BUILT_IN.steady, saved: { id: "one", name: "Weekend" } }, kept)).toBe(false);
});
