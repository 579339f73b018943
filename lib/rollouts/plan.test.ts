import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_EVIDENCE } from "#lib/imds/use.ts";
import type { EnvironmentDetail } from "#lib/imds/environment.ts";
import { configuredWord, postureOf } from "#lib/imds/posture.ts";
import type { PostureFacts } from "#lib/imds/posture.ts";
import { BUILT_IN, NO_POLICY } from "./policy.ts";
import type { Policy } from "./policy.ts";
import { wavesOf } from "./waves.ts";
import {
  beforeOf,
  isRetryable,
  isUndoable,
  leavesOutExcepted,
  movesToLaunchTemplate,
  planTarget,
  planText,
  retryOf,
  undoOf,
} from "./plan.ts";
import { DISABLE, before, targetIn } from "./test-lane.ts";
import type { Change, FailReason, Target } from "./target.ts";

const ALLOW: Change = { kind: "set", methods: "v1-and-v2" };

function environment(facts: Partial<PostureFacts> = {}, more: Partial<EnvironmentDetail> = {}): EnvironmentDetail {
  const posture = postureOf({
    tier: "WebServer",
    optionValue: undefined,
    platformDefault: { kind: "value", value: "false" },
    draft: "none",
    launchKind: "launch-configuration",
    instances: [{ id: "i-1", httpTokens: "optional", launchedAt: null }],
    ...facts,
  });
  return {
    accountId: "111122223333",
    region: "eu-west-1",
    environmentId: "e-abcdefghij",
    name: "payments-api-prod",
    application: "payments",
    accountLabel: "shop",
    managedUpdates: null,
    tags: { tags: {}, uneven: null, from: "not-read", readAt: null },
    arn: null,
    description: null,
    platform: "Node.js 18 AL2",
    tier: "WebServer",
    status: "Ready",
    health: "Green",
    healthStatus: "Ok",
    configured: configuredWord(posture.configured),
    configuredIsDefault: true,
    effective: posture.effective.kind,
    drift: posture.drift,
    instanceCount: 1,
    requiredCount: 0,
    dateUpdated: null,
    scannedAt: "2026-03-01T00:00:00.000Z",
    oldestReadAt: "2026-03-01T00:00:00.000Z",
    platformReadAt: "2026-03-01T00:00:00.000Z",
    activeRolloutId: null,
    exception: null,
    posture,
    platformArn: null,
    cname: null,
    versionLabel: null,
    dateCreated: null,
    abortable: false,
    optionValue: facts.optionValue ?? null,
    platformDefault:
      facts.platformDefault === undefined
        ? "false"
        : facts.platformDefault?.kind === "value"
          ? facts.platformDefault.value
          : null,
    settingsReadAt: null,
    instancesReadAt: null,
    instances: [],
    replacement: { kind: "immutable" },
    launchKind: "launch-configuration",
    draftStatus: null,
    imdsUse: "none",
    imdsCalls: 0,
    readiness: "ready",
    evidence: NO_EVIDENCE,
    verdict: { verdict: "ready", reasons: [], next: [] },
    wayBack: null,
    httpTokensEnforced: false,
    ...more,
  };
}

const UNSET = environment({ optionValue: undefined, platformDefault: null });

const failure = {
  operation: "sts:AssumeRole",
  code: "AccessDenied",
  message: "no",
  requestId: null,
  httpStatus: 403,
  outcome: "refused",
} as const;
const plan = (detail: EnvironmentDetail, change: Change = DISABLE, laneFailure: typeof failure | null = null) =>
  planTarget({ environment: detail, laneFailure }, change);

describe("planning a target", () => {
  it.each<[string, EnvironmentDetail, Change, object]>([
    ["allows v1 today", environment(), DISABLE, { status: "pending" }],
    [
      "already refuses v1",
      environment({ optionValue: "true", instances: [] }),
      DISABLE,
      { status: "skipped", reason: "already-set" },
    ],
    [
      "is v2-only by its platform's default",
      environment({ platformDefault: { kind: "value", value: "true" }, instances: [] }),
      DISABLE,
      { status: "skipped", reason: "already-set" },
    ],
    [
      "is set, but its instances say otherwise",
      environment({ optionValue: "true" }),
      DISABLE,
      { status: "skipped", reason: "already-set-but-drifted" },
    ],
    [
      "is a Cluster",
      environment({ tier: "Cluster" }, { tier: "Cluster" }),
      DISABLE,
      { status: "blocked", reason: { kind: "not-applicable" } },
    ],
    [
      "has a platform without the option",
      environment({ platformDefault: { kind: "unsupported" } }),
      DISABLE,
      { status: "blocked", reason: { kind: "unsupported" } },
    ],
    [
      "was not read yet",
      environment({ optionValue: null }),
      DISABLE,
      { status: "blocked", reason: { kind: "setting-unknown" } },
    ],
    ["has nothing set, and its platform's default cannot be told", UNSET, DISABLE, { status: "pending" }],
    ["has a value that nobody knows", environment({ optionValue: "perhaps" }), DISABLE, { status: "pending" }],
    [
      "is to allow v1 and cannot tell what holds without a value",
      UNSET,
      ALLOW,
      { status: "blocked", reason: { kind: "default-unknown" } },
    ],
    [
      "is to allow v1 and has a value that nobody knows",
      environment({ optionValue: "perhaps" }),
      ALLOW,
      { status: "blocked", reason: { kind: "odd-value" } },
    ],
    [
      "has an override, and nobody can tell what holds without it",
      environment({ optionValue: "true", platformDefault: null }),
      { kind: "remove" },
      { status: "blocked", reason: { kind: "default-unknown" } },
    ],
    [
      "is updating",
      environment({}, { status: "Updating" }),
      DISABLE,
      { status: "blocked", reason: { kind: "busy", status: "Updating" } },
    ],
    [
      "is terminating",
      environment({}, { status: "Terminating" }),
      DISABLE,
      { status: "blocked", reason: { kind: "terminated" } },
    ],
    [
      "has a draft in work",
      environment({}, { draftStatus: "pending" }),
      DISABLE,
      { status: "blocked", reason: { kind: "pending-draft" } },
    ],
    [
      "is held by another rollout",
      environment({}, { activeRolloutId: "r" }),
      DISABLE,
      { status: "blocked", reason: { kind: "in-another-rollout" } },
    ],
    [
      "may not go back where tokens are enforced",
      environment({ optionValue: "true" }, { httpTokensEnforced: true }),
      ALLOW,
      { status: "blocked", reason: { kind: "tokens-enforced" } },
    ],
    [
      "may become v2-only where tokens are enforced",
      environment({}, { httpTokensEnforced: true }),
      DISABLE,
      { status: "pending" },
    ],
    ["has no override to remove", environment(), { kind: "remove" }, { status: "skipped", reason: "already-set" }],
    ["has an override to remove", environment({ optionValue: "true" }), { kind: "remove" }, { status: "pending" }],
  ])("an environment that %s", (_name, detail, change, state) => {
    expect(plan(detail, change)).toMatchObject(state);
  });

  it("is blocked in AWS's words where its lane cannot be read", () => {
    expect(plan(environment(), DISABLE, failure)).toMatchObject({
      status: "blocked",
      reason: { kind: "lane-unreadable", failure },
    });
  });
});

describe("a plan", () => {
  it("says what moves to a launch template for good", () => {
    const detail = environment();
    expect(movesToLaunchTemplate(DISABLE, beforeOf(detail))).toBe(true);
    expect(movesToLaunchTemplate(ALLOW, beforeOf(detail))).toBe(false);
    expect(movesToLaunchTemplate(DISABLE, beforeOf(environment({}, { launchKind: "launch-template" })))).toBe(false);
  });

  it("restores the earlier value, or removes what was not set before", () => {
    expect(undoOf({ before }, "write-earlier-value")).toEqual(ALLOW);
    expect(undoOf({ before }, "remove-override")).toEqual({ kind: "remove" });
    expect(undoOf({ before: { ...before, optionValue: null } }, "write-earlier-value")).toEqual({ kind: "remove" });
  });

  it.each<[FailReason, boolean]>([
    [{ kind: "completed-with-errors", words: [] }, true],
    [{ kind: "rolled-back", words: [] }, false],
    [{ kind: "value-kept", optionValue: null }, false],
    [{ kind: "instances-disagree", required: 0, optional: 2 }, true],
    [{ kind: "inconclusive", why: "no-end-in-time" }, true],
    [{ kind: "aborted", words: [] }, false],
    [{ kind: "terminated" }, false],
  ])("that failed for %j may have something to undo: %s", (reason, undoable) => {
    expect(isUndoable({ state: { status: "failed", attempt: 1, reason } })).toBe(undoable);
  });

  it.each<[Target["state"], boolean]>([
    [{ status: "failed", attempt: 1, reason: { kind: "rolled-back", words: [] } }, true],
    [{ status: "failed", attempt: 1, reason: { kind: "terminated" } }, false],
    [{ status: "blocked", attempt: 0, reason: { kind: "busy", status: "Updating" } }, true],
    [{ status: "blocked", attempt: 0, reason: { kind: "not-applicable" } }, false],
    [{ status: "blocked", attempt: 0, reason: { kind: "unsupported" } }, false],
    [{ status: "skipped", attempt: 0, reason: "stopped" }, false],
    [{ status: "skipped", attempt: 0, reason: { kind: "drifted", what: "launch-kind", was: null, is: null } }, true],
  ])("%j can be tried again: %s", (state, retryable) => {
    expect(isRetryable({ state })).toBe(retryable);
  });

  it("writes what follows from a removal where AWS kept the value, and else tries the same again", () => {
    const kept: Target["state"] = { status: "failed", attempt: 1, reason: { kind: "value-kept", optionValue: "true" } };
    const unclear: Target["state"] = { status: "failed", attempt: 1, reason: { kind: "rolled-back", words: [] } };
    const remove = { kind: "remove" } as const;
    const byDefault = { ...before, platformDefault: "false" };
    expect(retryOf({ change: remove, before: byDefault, state: kept })).toEqual(ALLOW);
    expect(retryOf({ change: remove, before: byDefault, state: unclear })).toEqual(remove);
    expect(retryOf({ change: remove, before: { ...before, platformDefault: null }, state: kept })).toEqual(remove);
    expect(retryOf({ change: ALLOW, before: byDefault, state: kept })).toEqual(ALLOW);
  });

  it("removes nothing that certainly was set: what differed from the default is written again", () => {
    const set = { ...before, optionValue: "true", methods: "v2-only", equalsDefault: false } as const;
    expect(undoOf({ before: set }, "remove-override")).toEqual({ kind: "set", methods: "v2-only" });
    const withoutDefault = { ...set, platformDefault: null };
    expect(undoOf({ before: withoutDefault }, "remove-override")).toEqual({ kind: "set", methods: "v2-only" });
  });

  it("has one text whatever the order of its targets, and another as soon as anything reviewed differs", () => {
    const text = (list: readonly Target[], policy: Policy = NO_POLICY) => planText(list, policy, wavesOf(list, policy));
    const targets = ["a", "b", "c", "d"].map((name) => targetIn({ status: "pending", attempt: 0 }, { name }));
    fc.assert(
      fc.property(fc.shuffledSubarray(targets, { minLength: targets.length }), (shuffled) => {
        expect(text(shuffled)).toBe(text(targets));
      }),
    );
    const [first, ...others] = targets;
    if (first === undefined) throw new Error("There are four targets");
    const { optionValue, ...rest } = before;
    expect(text([{ ...first, before: { ...rest, optionValue } }, ...others])).toBe(text(targets));
    expect(text([{ ...first, before: { ...before, optionValue: "true" } }, ...others])).not.toBe(text(targets));
    expect(text(targets, BUILT_IN.careful)).not.toBe(text(targets));
  });
});

describe("an accepted risk", () => {
  const exception = {
    id: "x",
    until: "2027-01-01T00:00:00.000Z",
    owner: "payments",
    reason: "why",
    scope: "filter",
  } as const;
  const covered = environment({}, { exception });
  const planned = (change: Change, leavesOut: boolean, detail = covered) =>
    planTarget({ environment: detail, laneFailure: null, leavesOutExcepted: leavesOut }, change);

  it("is left out of a change of many, with who answers for it and until when", () => {
    expect(planned(DISABLE, true)).toEqual({
      status: "blocked",
      attempt: 0,
      reason: { kind: "excepted", exceptionId: "x", until: exception.until, owner: "payments" },
    });
    expect(planned(DISABLE, true, environment())).toMatchObject({ status: "pending" });
  });

  it("does not stand in the way of a change on the environment's own page", () => {
    expect(planned(DISABLE, false)).toMatchObject({ status: "pending" });
  });

  it("is about IMDSv1 alone: allowing it, and removing the override, go on", () => {
    const disabled = environment({ optionValue: "true" }, { exception });
    expect(planned(ALLOW, true, disabled)).toMatchObject({ status: "pending" });
    expect(planned({ kind: "remove" }, true, disabled)).toMatchObject({ status: "pending" });
  });

  it.each([
    ["toggle", null, false],
    ["bulk", null, true],
    ["undo", "toggle", false],
    ["undo", "bulk", true],
    ["retry", "toggle", false],
    ["retry", "bulk", true],
    ["retry", "retry", true],
    ["retry", null, true],
  ] as const)("of a %s based on %s: left out is %s", (kind, basedOn, leavesOut) => {
    expect(leavesOutExcepted(kind, basedOn)).toBe(leavesOut);
  });
});
