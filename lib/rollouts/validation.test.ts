import { describe, expect, it } from "vitest";
import { planText } from "./plan.ts";
import { NO_POLICY } from "./policy.ts";
import { targetIn } from "./test-lane.ts";
import { isUnvalidated, validationProgress, withValidation } from "./validation.ts";
import type { Validation, ValidationMessage } from "./validation.ts";
import { wavesOf } from "./waves.ts";

const pending = targetIn({ status: "pending", attempt: 0 });
const skipped = targetIn({ status: "skipped", attempt: 0, reason: "already-set" });
const removal = targetIn({ status: "pending", attempt: 0 }, { change: { kind: "remove" } });
const line = (severity: ValidationMessage["severity"]): ValidationMessage => ({
  severity,
  message: `An ${severity} of AWS's`,
  namespace: "aws:autoscaling:launchconfiguration",
  optionName: "DisableIMDSv1",
});
const failure = {
  operation: "elasticbeanstalk:ValidateConfigurationSettings",
  code: "AccessDenied",
  message: "no",
  requestId: null,
  httpStatus: 403,
  outcome: "refused",
} as const;
const UNANSWERED: Validation = { kind: "unanswered", failure };
const said = (...messages: ValidationMessage[]): Validation => ({ kind: "messages", messages });

describe("AWS's answer to a plan's setting", () => {
  it("blocks what AWS would refuse, in its words; a warning, silence and an answer that failed block nothing", () => {
    expect(withValidation(pending, said(line("warning"), line("error")))).toMatchObject({
      validation: { kind: "messages" },
      state: { status: "blocked", attempt: 0, reason: { kind: "invalid", messages: [line("error")] } },
    });
    for (const validation of [said(line("warning")), UNANSWERED, { kind: "ok" } as const])
      expect(withValidation(pending, validation)).toEqual({ ...pending, validation });
    expect(withValidation(skipped, said(line("error"))).state).toEqual(skipped.state);
  });

  it("is asked for once, of what is to be set: the operation knows no removals", () => {
    expect([pending, skipped, removal, { ...pending, validation: UNANSWERED }].map(isUnvalidated)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const blocked = withValidation(pending, said(line("error")));
    expect(validationProgress([pending, skipped, removal, blocked])).toEqual({ answered: 1, of: 2 });
  });

  it("makes another plan where it says something, and only there", () => {
    const text = (validation: Validation | null) => {
      const targets = [validation === null ? pending : withValidation(pending, validation)];
      return planText(targets, NO_POLICY, wavesOf(targets, NO_POLICY));
    };
    for (const validation of [UNANSWERED, { kind: "ok" } as const]) expect(text(validation)).toBe(text(null));
    for (const severity of ["warning", "error"] as const) expect(text(said(line(severity)))).not.toBe(text(null));
  });
});
