import { describe, expect, it } from "vitest";
import { decide, PATIENCE } from "./decide.ts";
import { NO_POLICY } from "./policy.ts";
import type { Policy } from "./policy.ts";
import { DISABLE, NOW, SEEN, before, inLane, later, observe, targetIn } from "./test-lane.ts";
import type { Scene } from "./test-lane.ts";
import type { Target, TargetState } from "./target.ts";

const intent = { at: NOW.toISOString(), dateUpdated: SEEN, health: "Green" };
const pending: TargetState = { status: "pending", attempt: 0 };
const applying: TargetState = { status: "applying", attempt: 1, intent, lost: true };
const updating: TargetState = { status: "updating", attempt: 1, intent, requestId: "r-1" };
const verifying: TargetState = {
  status: "verifying",
  attempt: 1,
  intent,
  requestId: "r-1",
  optionValue: "true",
  since: NOW.toISOString(),
};
const MOVED = later(5_000).toISOString();
const TOLERATES_NONE: Policy = {
  ...NO_POLICY,
  tolerance: { perLane: { kind: "count", count: 0 }, inAll: null, mode: "strict" },
};
const ONE_IN_ALL: Policy = { ...NO_POLICY, cap: { perLane: 3, inAll: 1 } };

/** Decides for one target in one scene and gives its transition, or `undefined`. */
function one(state: TargetState, scene: Scene, at = later(61_000), more: Partial<Target> = {}) {
  return decide([inLane(targetIn(state, more))], observe({ "e-web": scene }), at)[0]?.transition;
}

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

describe("an updating target", () => {
  it("waits while AWS works, for half a day at most", () => {
    expect(one(updating, { status: "Updating" })).toBeUndefined();
    expect(one(updating, { status: "Updating" }, later(PATIENCE.update + 1))).toMatchObject({
      kind: "failed",
      reason: { kind: "inconclusive" },
    });
  });

  it("succeeds when the setting reads back and every instance agrees", () => {
    const scene: Scene = { settings: { optionValue: "true" }, tokens: ["required", "required"] };
    expect(one(updating, scene)).toMatchObject({ kind: "succeeded", proof: { optionValue: "true", instances: 2 } });
  });

  it("is not believed for Ready alone: AWS's events say that it was rolled back", () => {
    const scene: Scene = {
      dateUpdated: MOVED,
      events: [
        { message: "Updating Auto Scaling group failed", severity: "ERROR", requestId: "r-1" },
        { message: "The environment was reverted to the previous configuration setting.", requestId: "r-1" },
        { message: "Failed to deploy configuration.", severity: "ERROR", requestId: "somebody-else" },
      ],
    };
    expect(one(updating, scene)).toEqual({
      kind: "failed",
      reason: {
        kind: "rolled-back",
        words: [
          "Updating Auto Scaling group failed",
          "The environment was reverted to the previous configuration setting.",
        ],
      },
    });
  });

  it("fails where AWS ends with errors, and does not say that it was rolled back while the new value stands", () => {
    const message =
      "Update environment operation is complete, but with errors. For more information, see troubleshooting.";
    const events = [{ message, requestId: "r-1" }];
    const ended = (settings: NonNullable<Scene["settings"]>) => one(updating, { dateUpdated: MOVED, settings, events });
    expect(ended({ optionValue: "true" })).toEqual({
      kind: "failed",
      reason: { kind: "completed-with-errors", words: [message] },
    });
    expect(ended({ optionValue: "false" })).toMatchObject({ reason: { kind: "rolled-back" } });
  });

  it("fails when it ended and the old value stands, also without the usual words", () => {
    expect(
      one(updating, { events: [{ message: "Environment update completed successfully.", requestId: "r-1" }] }),
    ).toMatchObject({
      kind: "failed",
      reason: { kind: "value-kept", optionValue: "false" },
    });
    expect(one(updating, { dateUpdated: MOVED })).toMatchObject({ kind: "failed", reason: { kind: "rolled-back" } });
  });

  it("waits when AWS shows Ready before it shows the update", () => {
    expect(one(updating, {}, later(10_000))).toBeUndefined();
    expect(one(updating, {}, later(PATIENCE.noEvidence))).toMatchObject({
      kind: "failed",
      reason: { kind: "inconclusive" },
    });
  });

  it("fails when the environment was terminated meanwhile", () => {
    expect(one(updating, { gone: true })).toEqual({ kind: "failed", reason: { kind: "terminated" } });
  });

  it("waits for a long update's closing words, which may come after Ready", () => {
    const removing = {
      change: { kind: "remove" },
      before: { ...before, optionValue: "false", platformDefault: "false" },
    } as const;
    const ended = later(PATIENCE.noEvidence + 4 * 60_000);
    const scene: Scene = { settings: { optionValue: null }, dateUpdated: ended.toISOString() };
    expect(one(updating, scene, new Date(ended.getTime() + 15_000), removing)).toBeUndefined();
    expect(one(updating, scene, new Date(ended.getTime() + PATIENCE.noEvidence), removing)).toMatchObject({
      kind: "failed",
      reason: { kind: "inconclusive" },
    });
  });

  it("proves the removal of an override against the platform's default", () => {
    const removing = {
      change: { kind: "remove" },
      before: { ...before, optionValue: "true", platformDefault: "false" },
    } as const;
    const removed: Scene = { settings: { optionValue: null } };
    // Nothing tells yet that it ran.
    expect(one(updating, removed, undefined, removing)).toBeUndefined();
    expect(one(updating, { ...removed, dateUpdated: MOVED }, undefined, removing)).toMatchObject({ kind: "succeeded" });
    const kept: Scene = {
      settings: { optionValue: "true" },
      tokens: ["required"],
      events: [{ message: "Environment update completed successfully." }],
    };
    expect(one(updating, kept, undefined, removing)).toMatchObject({ kind: "failed", reason: { kind: "value-kept" } });
  });

  it("does not take an update that somebody aborted for the removal of an override that equals the default", () => {
    const removing = { change: { kind: "remove" } } as const;
    const aborted: Scene = { dateUpdated: MOVED };
    expect(one(updating, aborted, undefined, removing)).toBeUndefined();
    expect(one(updating, aborted, later(5_000 + PATIENCE.noEvidence), removing)).toMatchObject({
      kind: "failed",
      reason: { kind: "inconclusive" },
    });
    const ran: Scene = { events: [{ message: "Environment update completed successfully.", requestId: "r-1" }] };
    expect(one(updating, { ...aborted, ...ran }, undefined, removing)).toMatchObject({ kind: "succeeded" });
  });
});

it.each([applying, updating])("a target whose setting stays unreadable ends one day: $status", (state) => {
  const unreadable = (at: Date) =>
    decide([inLane(targetIn(state))], { ...observe({ "e-web": {} }), settings: new Map() }, at)[0]?.transition;
  expect(unreadable(later(PATIENCE.update))).toBeUndefined();
  expect(unreadable(later(PATIENCE.update + 1))).toMatchObject({ kind: "failed", reason: { kind: "inconclusive" } });
});

describe("a verifying target", () => {
  const half: Scene = { settings: { optionValue: "true" }, tokens: ["required", "optional"] };
  it("is reached when the setting reads back before the instances do", () => {
    expect(one(updating, half)).toMatchObject({ kind: "applied", optionValue: "true" });
  });

  it("waits for the instances, then says how many disagree", () => {
    expect(one(verifying, half)).toBeUndefined();
    expect(one(verifying, half, later(PATIENCE.instances))).toEqual({
      kind: "failed",
      reason: { kind: "instances-disagree", required: 1, optional: 1 },
    });
    expect(one(verifying, { tokens: ["required"] })).toMatchObject({ kind: "succeeded" });
  });

  it("does not take an empty environment for proof when it had instances", () => {
    expect(one(verifying, { tokens: [] })).toBeUndefined();
  });
});

describe("a stop that aborts", () => {
  const aborting = (state: TargetState, scene: Scene) =>
    decide([inLane(targetIn(state), { stopRequested: true, abortRequested: true })], observe({ "e-web": scene }), NOW);
  const announced: TargetState = { ...updating, abort: { at: NOW.toISOString() } };

  it("announces the abort of what AWS says can be aborted, then asks for it", () => {
    const [decision] = aborting(updating, { status: "Updating", abortable: true });
    expect(decision).toMatchObject({ transition: { kind: "abort-announced" }, command: { kind: "abort" } });
  });

  it.each<[string, TargetState, Scene]>([
    ["cannot be aborted any more", updating, { status: "Updating" }],
    ["was aborted before, whatever became of the call", announced, { status: "Updating", abortable: true }],
    ["is not known to have arrived", applying, { status: "Updating", abortable: true }],
  ])("asks for nothing that %s", (_name, state, scene) => {
    expect(aborting(state, scene).filter(({ command }) => command !== null)).toEqual([]);
  });

  it("reads from AWS how it ended: the old value stands, or the update was quicker", () => {
    expect(one(announced, { dateUpdated: MOVED }, later(6_000))).toMatchObject({
      kind: "failed",
      reason: { kind: "aborted" },
    });
    const quicker: Scene = { dateUpdated: MOVED, settings: { optionValue: "true" }, tokens: ["required"] };
    expect(one(announced, quicker, later(6_000))).toMatchObject({ kind: "succeeded" });
    expect(one(announced, { dateUpdated: MOVED, status: "Aborting" }, later(6_000))).toBeUndefined();
  });

  it("does not call aborted what AWS refused to abort and then put back by itself", () => {
    const failure = {
      operation: "elasticbeanstalk:AbortEnvironmentUpdate",
      code: "InvalidParameterValue",
      message: "no",
      requestId: null,
      httpStatus: 400,
      outcome: "refused",
    } as const;
    const refused: TargetState = {
      ...updating,
      abort: { at: NOW.toISOString(), answer: { kind: "refused", failure } },
    };
    const message = "The environment was reverted to the previous configuration setting.";
    expect(one(refused, { dateUpdated: MOVED, events: [{ message, requestId: "r-1" }] })).toMatchObject({
      reason: { kind: "rolled-back" },
    });
    expect(one(announced, { dateUpdated: MOVED, events: [{ message, requestId: "r-1" }] })).toMatchObject({
      reason: { kind: "aborted" },
    });
  });
});
