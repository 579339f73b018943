import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import type { AwsFailure } from "#lib/errors.ts";
import { rollouts as en } from "#lib/i18n/messages/en/rollouts.ts";
import { rollouts as ja } from "#lib/i18n/messages/ja/rollouts.ts";
import type { BlockReason, FailReason, Transition } from "#lib/rollouts/target.ts";
import { blockValues, driftedKey, failValues, methodsAfter, replacementKey, transitionValues } from "./words.ts";
import { hasDowntime } from "#lib/rollouts/plan.ts";

const failure: AwsFailure = {
  operation: "elasticbeanstalk:UpdateEnvironment",
  code: "InvalidParameterValue",
  message: "Environment named shop is in an invalid state for this operation. Must be Ready.",
  requestId: "r-1",
  httpStatus: 400,
  outcome: "refused",
};

const blocks: BlockReason[] = [
  { kind: "not-applicable" },
  { kind: "unsupported" },
  { kind: "busy", status: "Updating" },
  { kind: "terminated" },
  { kind: "setting-unknown" },
  { kind: "default-unknown" },
  { kind: "odd-value" },
  { kind: "pending-draft" },
  { kind: "in-another-rollout", rolloutId: "1" },
  { kind: "tokens-enforced" },
  { kind: "lane-unreadable", failure },
  { kind: "check-refused", failure },
  { kind: "in-use", calls: 4 },
  { kind: "invalid", messages: [] },
];
const fails: FailReason[] = [
  { kind: "refused", failure },
  { kind: "rolled-back", words: ["Failed to deploy configuration."] },
  { kind: "completed-with-errors", words: ["Update environment operation is complete, but with errors."] },
  { kind: "instances-disagree", required: 1, optional: 2 },
  { kind: "value-kept", optionValue: null },
  { kind: "aborted", words: [] },
  { kind: "terminated" },
  { kind: "inconclusive", why: "no-end-in-time" },
];
const transitions: Transition[] = [
  { kind: "started", attempt: 1, intent: { at: "2026-01-01T00:00:00Z", dateUpdated: null } },
  { kind: "succeeded", proof: { optionValue: "true", instances: 3, at: "2026-01-01T00:00:00Z" } },
  { kind: "accepted", requestId: null },
  { kind: "not-arrived" },
  { kind: "not-arrived", known: { kind: "not-sent" } },
  { kind: "abort-answered", answer: { kind: "accepted" } },
  { kind: "abort-answered", answer: { kind: "refused", failure } },
];

// A place that is not filled throws here, where the product would only log it.
const onError = (error: Error) => {
  throw error;
};

describe.each([
  ["en", en],
  ["ja", ja],
] as const)("the words in %s", (locale, messages) => {
  const t = createTranslator({ locale, messages, onError });

  it("say each reason with all its places filled", () => {
    for (const reason of blocks) expect(t(`block.${reason.kind}`, blockValues(reason))).not.toMatch(/[{}]/u);
    for (const reason of fails) expect(t(`fail.${reason.kind}`, failValues(reason, t("notSet")))).not.toMatch(/[{}]/u);
    for (const transition of transitions) {
      expect(t(`transition.${transition.kind}`, transitionValues(transition))).not.toMatch(/[{}]/u);
    }
  });

  it("tell in AWS's own words why a call changed nothing", () => {
    const refused: Transition = { kind: "not-arrived", known: { kind: "refused", failure } };
    expect(t("transition.not-arrived", transitionValues(refused))).toContain(`${failure.code}: ${failure.message}`);
  });

  it("tell how many instances disagree", () => {
    expect(
      t("fail.instances-disagree", failValues({ kind: "instances-disagree", required: 41, optional: 17 }, "")),
    ).toMatch(/41.*17/u);
  });
});

describe("how instances are replaced", () => {
  it("tells a single instance from many, and counts what is not known as downtime", () => {
    expect(replacementKey({ kind: "all-at-once", singleInstance: true })).toBe("single");
    expect(hasDowntime({ kind: "unknown" })).toBe(true);
    expect(hasDowntime({ kind: "rolling", by: "Time", maxBatchSize: null, minInService: null })).toBe(false);
  });
});

describe("the setting afterwards", () => {
  it("is the platform's default once the override is removed, and not known without one", () => {
    expect(methodsAfter({ kind: "remove" }, { platformDefault: "true" })).toBe("v2-only");
    expect(methodsAfter({ kind: "remove" }, { platformDefault: null })).toBeNull();
    expect(methodsAfter({ kind: "set", methods: "v1-and-v2" }, { platformDefault: "true" })).toBe("v1-and-v2");
  });
});

it("says in the reader's language how instances were replaced and are, and leaves option values as AWS has them", () => {
  for (const [locale, rollouts] of [
    ["en", en],
    ["ja", ja],
  ] as const) {
    const t = createTranslator({ locale, messages: { rollouts }, namespace: "rollouts" });
    for (const kind of ["all-at-once", "rolling", "immutable", "unknown"]) {
      const key = driftedKey("replacement", kind);
      expect(key && t(key)).not.toContain("-");
    }
    const launch = driftedKey("launch-kind", "launch-configuration");
    expect(launch && t(launch)).not.toContain("-");
  }
  expect(driftedKey("option-setting", "true")).toBeUndefined();
  expect(driftedKey("replacement", null)).toBeUndefined();
});
