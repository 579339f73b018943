import { describe, expect, it } from "vitest";
import { decide, PATIENCE } from "./decide.ts";
import { NO_POLICY } from "./policy.ts";
import type { Policy } from "./policy.ts";
import { DISABLE, NOW, inLane, later, observe, targetIn } from "./test-lane.ts";
import type { Scene } from "./test-lane.ts";
import { applying, intent, MOVED, one, pending, updating } from "./test-states.ts";

const TOLERATES_NONE: Policy = {
  ...NO_POLICY,
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
};
const ONE_IN_ALL: Policy = { ...NO_POLICY, cap: { perLane: 3, inAll: 1 } };

describe("a pending target", () => {
  it("commits its intent before the call, with what AWS showed just before", () => {
    const [decision] = decide([inLane(targetIn(pending))], observe({ "e-web": {} }), NOW);
    expect(decision?.transition).toEqual({ kind: "started", attempt: 1, intent });
    expect(decision?.command).toEqual({ kind: "update", change: DISABLE });
  });

  it.each<[string, Scene, object]>([
    ["that became busy after the review", { status: "Updating" }, { kind: "busy", status: "Updating" }],
    ["that is being terminated", { status: "Terminating" }, { kind: "terminated" }],
    ["whose id is gone, though the name may live on", { gone: true }, { kind: "terminated" }],
    [
      "with a draft in work",
      { settings: { draft: { status: "pending", optionValue: "false" } } },
      { kind: "pending-draft" },
    ],
  ])("%s is blocked", (_name, scene, reason) => {
    expect(one(pending, scene)).toMatchObject({ kind: "blocked", reason });
  });

  it.each<[string, Scene, string]>([
    ["whose value is no longer the reviewed one", { settings: { optionValue: null } }, "option-setting"],
    [
      "whose update policy is no longer the reviewed one",
      { settings: { replacement: { kind: "all-at-once", singleInstance: false } } },
      "replacement",
    ],
    [
      "whose launch kind is no longer the reviewed one",
      { settings: { launchKind: "launch-configuration" } },
      "launch-kind",
    ],
  ])("%s is skipped as drifted", (_name, scene, what) => {
    expect(one(pending, scene)).toMatchObject({ kind: "skipped", reason: { kind: "drifted", what } });
  });

  it.each([
    ["the rollout is paused", { status: "paused" as const }],
    ["an earlier wave is open", { openWave: 0, wave: 1 }],
    ["no failure more is tolerated", { policy: TOLERATES_NONE, lane: { size: 4, inFlight: 0, failures: 1 } }],
    ["all lanes together have no place left", { policy: ONE_IN_ALL, all: { size: 4, inFlight: 1, failures: 0 } }],
  ])("does not start while %s", (_name, steer) => {
    expect(decide([inLane(targetIn(pending), steer)], observe({ "e-web": {} }), NOW)).toEqual([]);
  });

  it("is skipped when somebody else did it meanwhile", () => {
    expect(one(pending, { settings: { optionValue: "true" } })).toEqual({ kind: "skipped", reason: "already-set" });
  });

  it("goes on when only the date moved: a deployment changes nothing that was reviewed", () => {
    expect(one(pending, { dateUpdated: MOVED })).toMatchObject({ kind: "started", intent: { dateUpdated: MOVED } });
  });

  it("waits for a place in its lane", () => {
    const lane = [
      inLane(targetIn(updating, { name: "a" })),
      inLane(targetIn(pending, { name: "b" })),
      inLane(targetIn(pending, { name: "c" })),
    ];
    const scenes = observe({ "e-a": { status: "Updating" }, "e-b": {}, "e-c": {} });
    expect(decide(lane, scenes, NOW)).toEqual([]);
    const wider = lane.map(({ target }) => inLane(target, { capPerLane: 2 }));
    expect(decide(wider, scenes, NOW).map(({ target }) => target.name)).toEqual(["b"]);
  });

  it("is skipped on stop, while what is in flight goes on", () => {
    const lane = [
      inLane(targetIn(updating, { name: "a" }), { stopRequested: true }),
      inLane(targetIn(pending, { name: "b" }), { stopRequested: true }),
    ];
    const [decision, ...others] = decide(lane, observe({ "e-a": { status: "Updating" }, "e-b": {} }), NOW);
    expect(decision).toMatchObject({ target: { name: "b" }, transition: { kind: "skipped", reason: "stopped" } });
    expect(others).toEqual([]);
  });

  it("asks again when its setting could not be read, and is blocked when AWS refuses the read", () => {
    const failure = {
      operation: "elasticbeanstalk:DescribeConfigurationSettings",
      code: "AccessDenied",
      message: "no",
      requestId: null,
      httpStatus: 403,
    };
    const seen = (outcome: "lost" | "refused") =>
      decide(
        [inLane(targetIn(pending))],
        {
          ...observe({ "e-web": {} }),
          settings: new Map([["e-web", { ok: false, failure: { ...failure, outcome } }]]),
        },
        NOW,
      );
    expect(seen("lost")).toEqual([]);
    expect(seen("refused")[0]?.transition).toMatchObject({ kind: "blocked", reason: { kind: "check-refused" } });
  });
});

describe("a target whose answer was lost", () => {
  it("is accepted when its draft is being applied", () => {
    const scene: Scene = {
      status: "Updating",
      settings: { draft: { status: "pending", optionValue: "true" } },
      events: [{ message: "Environment update is starting.", requestId: "r-9", at: later(1_000).toISOString() }],
    };
    expect(one(applying, scene)).toEqual({ kind: "accepted", requestId: "r-9" });
  });

  it("is accepted when it has already ended, well or badly", () => {
    expect(one(applying, { dateUpdated: MOVED, settings: { optionValue: "true" } })).toMatchObject({
      kind: "accepted",
    });
    expect(
      one(applying, { dateUpdated: MOVED, settings: { draft: { status: "failed", optionValue: "true" } } }),
    ).toMatchObject({ kind: "accepted" });
  });

  it("does not take an older failed draft for its own", () => {
    expect(one(applying, { settings: { draft: { status: "failed", optionValue: "true" } } })).toEqual({
      kind: "not-arrived",
    });
  });

  it("waits a little, then tries again, three times at most", () => {
    expect(one(applying, {}, later(PATIENCE.arrival - 1))).toBeUndefined();
    expect(one(applying, {}, later(PATIENCE.arrival))).toEqual({ kind: "not-arrived" });
    expect(one({ ...applying, vanished: PATIENCE.attempts - 1 }, {}, later(PATIENCE.arrival))).toMatchObject({
      kind: "failed",
      reason: { kind: "inconclusive", why: "answer-lost-too-often" },
    });
  });

  it("waits while something runs there: it may well be its own update", () => {
    expect(one(applying, { status: "Updating", dateUpdated: MOVED }, later(PATIENCE.arrival * 2))).toBeUndefined();
    expect(one(applying, { status: "Updating", dateUpdated: MOVED }, later(PATIENCE.update + 1))).toMatchObject({
      kind: "failed",
      reason: { kind: "inconclusive", why: "no-end-in-time" },
    });
  });

  it("is never sent again on a guess: somebody's update ran and left the old value", () => {
    expect(one(applying, { dateUpdated: MOVED })).toMatchObject({
      kind: "failed",
      reason: { kind: "inconclusive", why: "unclear-who-changed-it" },
    });
  });
});
