import { describe, expect, it } from "vitest";
import type { AwsFailure } from "#lib/errors.ts";
import { apply } from "./apply.ts";
import { NOW, SEEN } from "./test-lane.ts";
import type { TargetState } from "./target.ts";

const intent = { at: NOW.toISOString(), dateUpdated: SEEN };
const pending: TargetState = { status: "pending", attempt: 0 };
const throttled: AwsFailure = {
  operation: "elasticbeanstalk:UpdateEnvironment",
  code: "Throttling",
  message: "Rate exceeded",
  requestId: null,
  httpStatus: 400,
  outcome: "refused",
};

describe("apply", () => {
  it("never leaves an end", () => {
    const ends: TargetState[] = [
      { status: "succeeded", attempt: 1, proof: { optionValue: "true", instances: 1, at: NOW.toISOString() } },
      { status: "skipped", attempt: 0, reason: "stopped" },
      { status: "blocked", attempt: 0, reason: { kind: "terminated" } },
      { status: "failed", attempt: 1, reason: { kind: "terminated" } },
    ];
    for (const end of ends)
      expect(() => apply(end, { kind: "failed", reason: { kind: "terminated" } })).toThrow("cannot follow");
  });

  it("counts attempts one by one", () => {
    const started = apply(pending, { kind: "started", attempt: 1, intent });
    const again = apply(apply(started, { kind: "not-arrived" }), { kind: "started", attempt: 2, intent });
    expect(again).toMatchObject({ status: "applying", attempt: 2, lost: false });
    expect(() => apply(pending, { kind: "started", attempt: 2, intent })).toThrow("cannot follow");
  });

  it("counts what vanished, not what AWS refused or was never sent", () => {
    const refused = { kind: "refused", failure: throttled } as const;
    const notArrived = [{ known: refused }, {}, { known: { kind: "not-sent" } as const }, {}];
    let state: TargetState = pending;
    for (const [index, how] of notArrived.entries()) {
      state = apply(state, { kind: "started", attempt: index + 1, intent });
      state = apply(state, { kind: "not-arrived", ...how });
    }
    expect(state).toEqual({ status: "pending", attempt: 4, vanished: 2 });
  });

  it("announces an abort once, unless it is known not to have arrived", () => {
    const updating: TargetState = { status: "updating", attempt: 1, intent, requestId: "r-1" };
    const announced = apply(updating, { kind: "abort-announced", at: SEEN });
    expect(announced).toEqual({ ...updating, abort: { at: SEEN } });
    expect(() => apply(announced, { kind: "abort-announced", at: SEEN })).toThrow("cannot follow");
    expect(() => apply(updating, { kind: "abort-answered", answer: { kind: "accepted" } })).toThrow("cannot follow");
    const refused = { kind: "refused", failure: throttled } as const;
    expect(apply(announced, { kind: "abort-answered", answer: refused })).toEqual({
      ...updating,
      abort: { at: SEEN, answer: refused },
    });
    expect(apply(announced, { kind: "abort-not-arrived", known: refused })).toEqual(updating);
  });
});
