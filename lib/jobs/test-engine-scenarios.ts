import type { TargetStatus } from "#lib/rollouts/target.ts";
import type { Step } from "./test-engine-commands.ts";
import type { Setup } from "./test-engine-stage.ts";

const ONE: Setup = {
  seed: 1,
  wanted: ["disable"],
  cap: 1,
  rollouts: 1,
  ahead: 0,
  policy: "none",
  startsIn: 0,
  overridesWindows: false,
};

/** Runs that once broke a promise, as small as they could be made, with what they broke and the statuses they now leave. */
export const KEPT: { broke: string; setup: Setup; steps: Step[]; leaves: TargetStatus[] }[] = [
  {
    broke: "a worker that slept between its intent and the call sent it all the same, beside the one that took over",
    setup: ONE,
    steps: [
      { do: "work", worker: 1, until: { point: "intended", nth: 1 } },
      { do: "time", seconds: 300 },
      { do: "tick" },
      { do: "work", worker: 1, until: "end" },
    ],
    leaves: ["pending"],
  },
  {
    broke: "a target was started after stop, because stop came between the look and the start",
    setup: ONE,
    steps: [
      { do: "work", worker: 0, until: { point: "looked", nth: 1 } },
      { do: "stop", rollout: 0, abort: false },
      { do: "work", worker: 0, until: "end" },
    ],
    leaves: ["pending"],
  },
  {
    broke: "a token that expired before the call made the target fail",
    setup: ONE,
    steps: [
      { do: "fault", fault: { kind: "expired-token" }, operation: "UpdateEnvironment", count: 1 },
      { do: "tick" },
    ],
    leaves: ["pending"],
  },
  {
    broke: "a clock that AWS does not accept made the target fail",
    setup: ONE,
    steps: [
      { do: "fault", fault: { kind: "clock-skew", seconds: 600 }, operation: "UpdateEnvironment", count: 1 },
      { do: "tick" },
    ],
    leaves: ["pending"],
  },
  {
    broke: "a token that expired before the setting was read blocked the target",
    setup: ONE,
    steps: [
      { do: "fault", fault: { kind: "expired-token" }, operation: "DescribeConfigurationSettings", count: 1 },
      { do: "tick" },
    ],
    // The credentials were renewed within the read.
    leaves: ["updating"],
  },
  {
    broke: "throttled calls counted as lost ones: the first answer that was really lost ended the target",
    setup: ONE,
    steps: [
      { do: "fault", fault: { kind: "throttle-storm" }, operation: "UpdateEnvironment", count: 2 },
      { do: "tick" },
      { do: "tick" },
      { do: "fault", fault: { kind: "drop-before" }, operation: "UpdateEnvironment", count: 1 },
      { do: "tick" },
      { do: "time", seconds: 61 },
      { do: "tick" },
    ],
    leaves: ["pending"],
  },
  {
    broke: "a call was taken for lost on a look that had come too early to tell, and had only taken long",
    setup: ONE,
    steps: [
      { do: "work", worker: 0, until: { point: "intended", nth: 1 } },
      { do: "die", worker: 0 },
      { do: "time", seconds: 26 },
      { do: "work", worker: 1, until: { point: "looked", nth: 1 } },
      { do: "time", seconds: 40 },
      { do: "work", worker: 1, until: "end" },
    ],
    leaves: ["applying"],
  },
  {
    broke: "an update that somebody aborted was taken for the removal of an override that equals the default",
    setup: { ...ONE, wanted: ["keep"] },
    steps: [
      { do: "tick" },
      { do: "outsider", of: 0, what: "abort" },
      { do: "aws", transitions: "all" },
      { do: "tick" },
    ],
    leaves: ["updating"],
  },
  {
    broke: "a target was started in a window that was written down between the look and the start",
    setup: ONE,
    steps: [
      { do: "work", worker: 0, until: { point: "looked", nth: 1 } },
      { do: "window", kind: "deny", reach: "everything", in: -60, minutes: 30, daily: false },
      { do: "work", worker: 0, until: "end" },
    ],
    leaves: ["pending"],
  },
];
