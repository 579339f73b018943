import { expect, it } from "vitest";
import { isAsNamed } from "./named-policy.ts";
import { BUILT_IN, NO_POLICY } from "#lib/rollouts/policy.ts";

it("a policy that is called as a built-in one is that one, and any may be called custom", () => {
  const many = { perLane: 50, inAll: null };
  expect(isAsNamed({ ...NO_POLICY, cap: many })).toBe(true);
  expect(isAsNamed({ ...NO_POLICY, waves: { by: "region" } })).toBe(false);
  expect(isAsNamed(NO_POLICY)).toBe(true);
  for (const policy of Object.values(BUILT_IN)) {
    // However its keys are ordered.
    expect(isAsNamed(Object.assign({}, { tolerance: policy.tolerance }, policy))).toBe(true);
    expect(isAsNamed({ ...policy, cap: many })).toBe(false);
    expect(isAsNamed({ ...policy, name: "custom", cap: many })).toBe(true);
  }
});
