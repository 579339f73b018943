import { describe, expect, it } from "vitest";
import type { TimelineEntry } from "#lib/rollouts/rollout.ts";
import type { Transition } from "#lib/rollouts/target.ts";
import { formatDuration } from "./duration.ts";
import { summarise } from "./plan-summary.ts";
import { requestIdOf, stepsOf } from "./steps.ts";
import { before, targetView } from "./test-targets.ts";

const intent = { at: "2026-01-01T00:00:00Z", dateUpdated: null };
const line = (transition: Transition, at = "2026-01-01T00:00:00Z"): TimelineEntry => ({ at, transition });
const states = (target: Parameters<typeof stepsOf>[0]) =>
  stepsOf(target)
    .map(({ state }) => state)
    .join(" ");

describe("steps", () => {
  const started = line({ kind: "started", attempt: 1, intent });
  const accepted = line({ kind: "accepted", requestId: "r-1" });

  it("wait until the change starts", () => {
    expect(states(targetView())).toBe("waiting waiting waiting waiting waiting");
  });

  it("mark the one under way", () => {
    const state = { status: "updating", attempt: 1, intent, requestId: "r-1" } as const;
    expect(states(targetView({ state, timeline: [started, accepted] }))).toBe("done done current waiting waiting");
  });

  it("mark where it failed", () => {
    const refused = targetView({
      state: { status: "failed", attempt: 1, reason: { kind: "terminated" } },
      timeline: [started, line({ kind: "failed", reason: { kind: "terminated" } })],
    });
    expect(states(refused)).toBe("done failed waiting waiting waiting");
  });

  it("count the present attempt alone", () => {
    const again = targetView({
      state: { status: "applying", attempt: 2, intent, lost: false },
      timeline: [started, line({ kind: "not-arrived" }), line({ kind: "started", attempt: 2, intent })],
    });
    expect(states(again)).toBe("done current waiting waiting waiting");
    expect(requestIdOf(again.timeline)).toBeUndefined();
  });

  it("are all done once it is proven, even when the proof came in one look", () => {
    const proof = { optionValue: "true", instances: 2, at: "2026-01-01T00:01:00Z" };
    const target = targetView({
      state: { status: "succeeded", attempt: 1, proof },
      timeline: [started, accepted, line({ kind: "succeeded", proof }, "2026-01-01T00:01:00Z")],
    });
    expect(stepsOf(target).map(({ state, at }) => `${state} ${at ?? "-"}`)).toEqual([
      "done 2026-01-01T00:00:00Z",
      "done 2026-01-01T00:00:00Z",
      "done 2026-01-01T00:01:00Z",
      "done 2026-01-01T00:01:00Z",
      "done 2026-01-01T00:01:00Z",
    ]);
    expect(requestIdOf(target.timeline)).toBe("r-1");
  });
});

const WINDOW = {
  open: true,
  opensAt: "2026-03-01T10:00:00.000Z",
  closesAt: "2026-03-01T12:00:00.000Z",
  instanceRefresh: false,
};

describe("the review's summary", () => {
  it("counts what will change, and only that, by account, region and way of replacing", () => {
    const summary = summarise([
      targetView(),
      targetView({
        region: "us-east-1",
        before: before({
          replacement: { kind: "all-at-once", singleInstance: true },
          launchKind: "launch-configuration",
        }),
      }),
      targetView({ region: "us-east-1", readiness: { verdict: "in-use", calls: 7, managedWindow: WINDOW } }),
      targetView({
        accountId: "999900001111",
        readiness: { verdict: "in-use", calls: 7, managedWindow: null },
        state: { status: "skipped", attempt: 0, reason: "already-set" },
      }),
      targetView({ state: { status: "blocked", attempt: 0, reason: { kind: "unsupported" } } }),
    ]);
    // What is left out breaks nothing.
    expect(summary).toMatchObject({
      changing: 3,
      accounts: 1,
      regions: 2,
      lanes: 2,
      downtime: 1,
      launchTemplate: 1,
      inUse: 1,
      noEvidence: 0,
      managedWindow: 1,
      skipped: 1,
      blocked: 1,
      largestLane: 2,
      instances: 6,
    });
    expect(summary.byReplacement).toEqual({ immutable: 2, rolling: 0, "all-at-once": 1, unknown: 0 });
  });
});

describe("the report", () => {
  it("tells a duration by its two largest units", () => {
    expect(formatDuration(41_000, "en")).toBe("41 sec");
    expect(formatDuration(3_905_000, "en")).toBe("1 hr 5 min");
    expect(formatDuration(0, "ja")).toBe("0 秒");
  });
});
