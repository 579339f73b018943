import { describe, expect, it } from "vitest";
import { decide, PATIENCE } from "./decide.ts";
import { NOW, before, inLane, later, observe, targetIn } from "./test-lane.ts";
import type { Scene } from "./test-lane.ts";
import type { TargetState } from "./target.ts";
import { applying, MOVED, one, pending, updating, verifying } from "./test-states.ts";

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

  it.each([null, "perhaps"])("ends by what reads back where the value before, %j, told nothing", (optionValue) => {
    const untold = { before: { ...before, optionValue, platformDefault: null, methods: null, equalsDefault: false } };
    const look = (scene: Scene) => one(updating, scene, later(61_000), untold);
    const tokens: Scene["tokens"] = ["required", "required"];
    expect(one(pending, { settings: { optionValue } }, NOW, untold)).toMatchObject({ kind: "started" });
    expect(look({ settings: { optionValue: "true" }, tokens })).toMatchObject({ kind: "succeeded" });
    expect(look({ dateUpdated: MOVED, settings: { optionValue }, tokens })).toMatchObject({
      kind: "failed",
      reason: { kind: "rolled-back" },
    });
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
