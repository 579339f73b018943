import { expect, test } from "vitest";
import type { Rollout, WorldEnvironment } from "../running/shapes.ts";
import { lanesAtWork } from "./lanes-at-work.ts";
import { notRestored, orderFaults, startedWithin } from "./verdict-waves.ts";

const second = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, number));
const at = (number: number) => second(number).toISOString();

function target(id: string, wave: number | null, timeline: [number, string][], status = "succeeded") {
  return {
    id,
    accountId: "1",
    region: `region-${id}`,
    environmentId: id,
    name: id,
    wave,
    before: { optionValue: null },
    state: { status, attempt: 1 },
    timeline: timeline.map(([when, kind]) => ({ at: at(when), transition: { kind } })),
  };
}
const rollout = (targets: Rollout["targets"], passed: (number | null)[], more: Partial<Rollout> = {}): Rollout => ({
  id: "r",
  status: "finished",
  startedAt: at(0),
  finishedAt: at(59),
  stopRequested: false,
  policy: { cap: { perLane: 1 } },
  waves: passed.map((when, number) => ({
    number,
    state: when === null ? "working" : "passed",
    passedAt: when === null ? null : at(when),
  })),
  targets,
  ...more,
});
const canary = target("a", 0, [
  [1, "started"],
  [9, "succeeded"],
]);
const next = (when: number) =>
  target("b", 1, [
    [when, "started"],
    [when + 5, "succeeded"],
  ]);

test("waves in their order are no fault, also where a stop left one out", () => {
  const left = target("c", 2, [[18, "skipped"]], "skipped");
  expect(orderFaults(rollout([canary, next(12), left], [10, null, null]))).toEqual([]);
});

test("a start before an earlier wave had passed, or before one of its targets had ended, is found", () => {
  expect(orderFaults(rollout([canary, next(12)], [13, 20]))).toEqual([
    "b (b) of wave 1 began before wave 0 had passed",
  ]);
  expect(orderFaults(rollout([canary, next(12)], [null, null])).length).toBe(1);
  expect(orderFaults(rollout([canary, next(8)], [7, 20]))).toEqual([
    "b (b) of wave 1 began before a (a) of wave 0 had ended",
  ]);
});

test("what was started in a time in which nothing was to start is found", () => {
  const paused = rollout([canary, next(12)], [10, 20]);
  expect(startedWithin(paused, second(2), second(12))).toEqual([]);
  expect(startedWithin(paused, second(11), second(13))).toEqual([`b (b) was started at ${at(12)}`]);
});

test("a target that has not its earlier value is found, also where it is gone", () => {
  const environment = (id: string, disableImdsV1: string | null): WorldEnvironment => ({
    id,
    name: id,
    application: "shop",
    accountId: "1",
    region: "us-east-1",
    status: "Ready",
    disableImdsV1,
    platformDefault: "false",
    fate: "succeeds",
    callsImdsV1: false,
    updatedAt: at(0),
    instances: [],
  });
  const all = rollout([canary, next(12)], [10, 20]);
  expect(notRestored(all, [environment("a", null), environment("b", "true")])).toEqual([
    "b (b) had false and has true",
  ]);
  expect(notRestored(rollout([canary], [10]), [])).toEqual(["a (a) is gone"]);
});

test("lanes are at work where something is in flight, and where something of the open wave may start", () => {
  const targets = [target("a", 0, [], "updating"), target("b", 0, [], "pending"), target("c", 1, [], "pending")];
  const running = { status: "running" };
  expect(lanesAtWork(rollout(targets, [null, null], running))).toEqual(new Set(["1/region-a", "1/region-b"]));
  expect(lanesAtWork(rollout(targets, [null, null], { status: "paused" }))).toEqual(new Set(["1/region-a"]));
  expect(lanesAtWork(rollout(targets, [null, null], { ...running, stopRequested: true })).size).toBe(1);
});
