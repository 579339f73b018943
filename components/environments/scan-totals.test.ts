import { describe, expect, test } from "vitest";
import type { LaneView } from "#lib/imds/lane.ts";
import { areAllActive, failingLanes, failureGroups, oldestReading, scanTotals } from "./scan-totals.ts";

const lane = (change: Partial<LaneView>): LaneView => ({
  accountId: "111122223333",
  region: "eu-west-1",
  accountLabel: "prod",
  roleArn: null,
  identityArn: null,
  scan: { kind: "idle" },
  lastSuccessAt: null,
  failure: null,
  platformsFailure: null,
  metricsFailure: null,
  environmentCount: 0,
  httpTokensEnforced: null,
  ...change,
});
const scanning = (callsDone: number, callsKnown: number) =>
  lane({
    scan: {
      kind: "scanning",
      phase: "settings",
      callsDone,
      callsKnown,
      throttled: false,
      startedAt: "2026-01-01T00:00:00.000Z",
    },
  });

describe("scans", () => {
  test("calls add up over the lanes under way", () => {
    expect(scanTotals([scanning(3, 10), scanning(1, 4), lane({ scan: { kind: "queued" } }), lane({})])).toEqual({
      active: 3,
      done: 4,
      known: 14,
    });
  });

  test("nothing is known while all wait", () => {
    expect(scanTotals([lane({ scan: { kind: "queued" } })])).toEqual({ active: 1, done: 0, known: null });
    expect(scanTotals([])).toEqual({ active: 0, done: 0, known: null });
  });

  test("as long as one lane is neither read nor waiting, there is something to ask for", () => {
    const queued = lane({ scan: { kind: "queued" } });
    expect(areAllActive([scanning(1, 4), lane({})])).toBe(false);
    expect(areAllActive([scanning(1, 4), queued])).toBe(true);
    expect(areAllActive([lane({ scan: { kind: "never" } })])).toBe(false);
    expect(areAllActive([])).toBe(false);
  });

  test("never more done than known", () => {
    expect(scanTotals([scanning(5, 3)])).toEqual({ active: 1, done: 5, known: 5 });
  });

  test("the age is that of the lane read longest ago", () => {
    const early = "2026-01-01T00:00:00.000Z";
    expect(
      oldestReading([lane({ lastSuccessAt: "2026-01-02T00:00:00.000Z" }), lane({ lastSuccessAt: early }), lane({})]),
    ).toBe(early);
    expect(oldestReading([lane({})])).toBeNull();
  });

  test("lanes with a failure are told apart", () => {
    const failure = {
      operation: "sts:AssumeRole",
      code: "AccessDenied",
      message: "no",
      requestId: null,
      httpStatus: 403,
      outcome: "refused" as const,
      at: "2026-01-01T00:00:00.000Z",
      phase: "identity" as const,
    };
    expect(failingLanes([lane({}), lane({ failure })]).map((each) => each.failure.code)).toEqual(["AccessDenied"]);
    const regions = ["eu-west-1", "us-east-1"].map((region) =>
      lane({ region, failure: { ...failure, requestId: region } }),
    );
    const groups = failureGroups(failingLanes([...regions, lane({ failure: { ...failure, message: "other" } })]));
    expect(groups.map((group) => group.map(({ region }) => region))).toEqual([
      ["eu-west-1", "us-east-1"],
      ["eu-west-1"],
    ]);
  });
});
