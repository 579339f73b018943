import type { TargetView } from "#lib/rollouts/rollout.ts";
import type { Before, Change, TargetState } from "#lib/rollouts/target.ts";

/** Gives a target for tests: an environment with two instances, replaced immutably, still to be done. */
export function targetView(
  given: Partial<TargetView> & { before?: Before; change?: Change; state?: TargetState } = {},
): TargetView {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    rolloutId: "00000000-0000-4000-8000-000000000000",
    accountId: "111122223333",
    accountLabel: "shop",
    region: "eu-west-1",
    environmentId: "e-abcdefghij",
    name: "shop-prod",
    application: "shop",
    change: { kind: "set", methods: "v2-only" },
    before: before(),
    tags: null,
    validation: null,
    state: { status: "pending", attempt: 0 },
    readiness: { verdict: "ready", calls: 0, managedWindow: null },
    wave: 0,
    evidence: null,
    gate: null,
    timeline: [],
    events: [],
    ...given,
  };
}

/** Gives what was there before a change, for tests. */
export function before(given: Partial<Before> = {}): Before {
  return {
    optionValue: "false",
    platformDefault: "false",
    methods: "v1-and-v2",
    equalsDefault: true,
    dateUpdated: null,
    instanceCount: 2,
    replacement: { kind: "immutable" },
    launchKind: "launch-template",
    ...given,
  };
}
